<div class="columns">
<article class="stack reading">
<h1>{{ABOUT_HEADING}}</h1>
{{#DESCRIPTION_HTML}}<div class="content">{{HTML_DESCRIPTION:x-html}}</div>{{/DESCRIPTION_HTML}}
{{#PURPOSE}}<p class="lead">{{PURPOSE_TEXT}}</p>{{/PURPOSE}}
<ul class="facts">
<li><b>{{MEMBERS}}</b> {{MEMBERS_UNIT}}</li>
<li><b>{{GROUPS}}</b> {{GROUPS_UNIT}}</li>
<li><b>{{TOPICS}}</b> {{TOPICS_UNIT}}</li>
</ul>
</article>
<aside class="side" aria-label="[[About this node]]">
[[>rules]]
{{#STAFF}}
<section class="box" aria-labelledby="staff">
<h2 id="staff">[[#people]][[Who runs this node]]</h2>
[[>people]]
</section>
{{/STAFF}}
{{#CONTACT}}
<section class="box" aria-labelledby="contact">
<h2 id="contact">[[Contact]]</h2>
<p>{{CONTACT_TEXT}}</p>
</section>
{{/CONTACT}}
</aside>
</div>
