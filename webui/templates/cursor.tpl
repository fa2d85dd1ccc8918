{{#PAGED}}
<nav class="pager" aria-label="[[Pages]]">
{{#PREVIOUS}}<a class="button" rel="prev" href="{{PREVIOUS_PATH}}">[[#left]][[Newer]]</a>{{/PREVIOUS}}
{{#NEXT}}<a class="button" rel="next" href="{{NEXT_PATH}}">[[Older]][[#right]]</a>{{/NEXT}}
</nav>
{{/PAGED}}
