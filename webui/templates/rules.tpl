{{#RULES}}
<section class="box" aria-labelledby="rules">
<h2 id="rules">[[#book]][[Guidelines]]</h2>
<ol class="rules">
{{#RULE}}<li>{{RULE_TEXT}}</li>{{/RULE}}
</ol>
</section>
{{/RULES}}
