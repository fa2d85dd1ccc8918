<section class="hero">
<h1>{{NODE_NAME}}</h1>
{{#PURPOSE}}<p class="lead">{{PURPOSE_TEXT}}</p>{{/PURPOSE}}
<ul class="facts">
<li><b>{{MEMBERS}}</b> {{MEMBERS_UNIT}}</li>
<li><b>{{GROUPS}}</b> {{GROUPS_UNIT}}</li>
<li><b>{{TOPICS}}</b> {{TOPICS_UNIT}}</li>
</ul>
{{#VISITOR}}<p class="actions">{{#SIGN_UP}}<a class="button primary" href="{{SIGN_UP_PATH}}">[[Sign up]]</a> {{/SIGN_UP}}<a class="button{{#NO_SIGN_UP}} primary{{/NO_SIGN_UP}}" href="/login">[[Sign in]]</a></p>{{/VISITOR}}
</section>
<div class="columns">
<div class="stack">
<section aria-labelledby="groups">
<h2 id="groups">[[Groups]]</h2>
{{#GROUP_LIST}}
<ul class="cards">
{{#GROUP_CARD}}
<li class="card {{GROUP_HUE}}">
<span class="tile {{GROUP_HUE}}" aria-hidden="true">{{GROUP_INITIALS}}</span>
<div>
<h3><a href="{{GROUP_PATH}}"><bdi>{{GROUP_TITLE}}</bdi></a></h3>
{{#GROUP_REMOTE}}<p class="far">{{GROUP_DOMAIN}}</p>{{/GROUP_REMOTE}}
{{#GROUP_PURPOSE}}<p class="about">{{GROUP_PURPOSE_TEXT}}</p>{{/GROUP_PURPOSE}}
<p class="meta">{{GROUP_MEMBERS}} <span class="sep">·</span> {{GROUP_TOPICS}}</p>
</div>
</li>
{{/GROUP_CARD}}
</ul>
{{/GROUP_LIST}}
{{#NO_GROUPS}}<div class="empty"><svg class="scene" aria-hidden="true"><use href="[[@scenes.svg]]#bench"/></svg><p>[[There are no groups here yet.]]</p></div>{{/NO_GROUPS}}
</section>
{{#LATEST}}
<section aria-labelledby="latest">
<h2 id="latest">[[Latest topics]]</h2>
[[>topic_rows]]
</section>
{{/LATEST}}
</div>
<aside class="side" aria-label="[[About this node]]">
<section class="box" aria-labelledby="elsewhere">
<h2 id="elsewhere">[[#globe]][[Already have an account elsewhere?]]</h2>
<p>[[Groups here can be followed from Mastodon, Lemmy and other servers. Open a group and copy its address into the search of your own server.]]</p>
</section>
[[>rules]]
</aside>
</div>
