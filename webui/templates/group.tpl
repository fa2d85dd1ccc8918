<header class="masthead {{GROUP_HUE}}">
[[>tile]]
<div>
<h1><bdi>{{GROUP_TITLE}}</bdi></h1>
{{#PURPOSE}}<p class="lead">{{PURPOSE_TEXT}}</p>{{/PURPOSE}}
<p class="copy bare"><code>{{GROUP_HANDLE}}</code></p>
<p class="meta">{{#GROUP_REMOTE}}<span class="far"><span class="vh">[[from]] </span>{{GROUP_DOMAIN}}</span> <span class="sep">·</span> {{/GROUP_REMOTE}}<span>{{GROUP_MEMBERS}}</span>{{#REMOTE_MEMBERS}} <span>({{REMOTE_MEMBERS_TEXT}})</span>{{/REMOTE_MEMBERS}} <span class="sep">·</span> <span>{{GROUP_TOPICS}}</span></p>
</div>
</header>
<nav class="tabs {{GROUP_HUE}}" aria-label="[[Group]]">
<a href="{{GROUP_PATH}}"{{#TAB_TOPICS}} aria-current="page"{{/TAB_TOPICS}}>[[Topics]]</a>
<a href="{{GROUP_PATH}}/about"{{#TAB_ABOUT}} aria-current="page"{{/TAB_ABOUT}}>[[About]]</a>
</nav>
<div class="columns">
<div class="stack">
{{#TAB_TOPICS}}
<h2 class="vh">[[Topics]]</h2>
{{#ANY_TOPICS}}[[>topic_rows]]{{/ANY_TOPICS}}
{{#NO_TOPICS}}<div class="empty"><svg class="scene" aria-hidden="true"><use href="[[@scenes.svg]]#bench"/></svg><p>[[Nobody has started a topic yet. Follow the group to see the first one.]]</p></div>{{/NO_TOPICS}}
[[>cursor]]
{{/TAB_TOPICS}}
{{#TAB_ABOUT}}
<section class="sheet reading" aria-labelledby="about">
<h2 id="about">[[About this group]]</h2>
{{#DESCRIPTION_HTML}}<div class="content">{{HTML_DESCRIPTION:x-html}}</div>{{/DESCRIPTION_HTML}}
{{#NO_DESCRIPTION}}<p>[[This group has no description yet.]]</p>{{/NO_DESCRIPTION}}
<p class="meta">[[Created]] <time datetime="{{CREATED_ISO}}" title="{{CREATED_FULL}}">{{CREATED_DATE}}</time></p>
</section>
{{/TAB_ABOUT}}
</div>
<aside class="side" aria-label="[[Group details]]">
<section class="box follow" aria-labelledby="follow">
<h2 id="follow">[[#globe]][[Follow from your server]]</h2>
<p>[[You do not need an account here. Copy this address into the search of your own server and follow it.]]</p>
<p class="copy"><code>{{GROUP_HANDLE}}</code> <small>[[One click selects the address.]]</small></p>
{{#ORIGINAL}}<p><a href="{{ORIGINAL_URL}}" rel="nofollow ugc noopener">[[Open on its own server]][[#out]]</a></p>{{/ORIGINAL}}
</section>
[[>rules]]
{{#MODERATORS}}
<section class="box" aria-labelledby="moderators">
<h2 id="moderators">[[#people]][[Moderators]]</h2>
[[>people]]
</section>
{{/MODERATORS}}
</aside>
</div>
