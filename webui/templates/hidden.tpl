<input type="hidden" name="csrf" value="{{FORM_TOKEN}}">
{{#HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/HIDDEN}}
