<header class="profile">
{{#BANNER}}<img class="banner" src="{{BANNER_URL}}" alt="" width="1180" height="240">{{/BANNER}}
<div class="identity">
<img class="portrait" src="{{AUTHOR_AVATAR}}" alt="" width="96" height="96">
<div>
<h1><bdi>{{AUTHOR_NAME}}</bdi></h1>
<p class="copy bare"><code>{{ADDRESS}}</code>{{#AUTHOR_BOT}} <span class="chip">[[Bot]]</span>{{/AUTHOR_BOT}}</p>
</div>
</div>
</header>
{{#CACHED}}<p class="notice remote">[[#globe]]<span>[[This profile lives on {author_domain}. What you see here is a copy and may be incomplete.]]</span> <a href="{{ORIGINAL_URL}}" rel="nofollow ugc noopener">[[Open the original]][[#out]]</a></p>{{/CACHED}}
<div class="columns">
<section class="stack" aria-labelledby="posts">
<h2 id="posts">[[Posts]]</h2>
{{#ANY_POSTS}}
<ol class="rows">
{{#ENTRY}}
<li class="row">
<div>
{{#TITLED}}<h3><a href="{{ENTRY_PATH}}"><bdi>{{ENTRY_TITLE}}</bdi></a></h3>{{/TITLED}}
{{#EXCERPT}}<p class="excerpt"><bdi>{{EXCERPT_TEXT}}</bdi></p>{{/EXCERPT}}
<p class="meta">{{#IS_REPLY}}<span>[[#reply]][[Reply]]</span> <span class="sep">·</span> {{/IS_REPLY}}{{#IN_GROUP}}<a class="tag {{GROUP_HUE}}" href="{{GROUP_PATH}}"><bdi>{{GROUP_TITLE}}</bdi></a>{{#GROUP_REMOTE}} <span class="far">{{GROUP_DOMAIN}}</span>{{/GROUP_REMOTE}} <span class="sep">·</span> {{/IN_GROUP}}<a href="{{ENTRY_PATH}}"><time datetime="{{PUBLISHED_ISO}}" title="{{PUBLISHED_FULL}}">{{PUBLISHED_DATE}}</time></a></p>
</div>
{{#ANSWERED}}<p class="count"><b>{{REPLIES}}</b> {{REPLIES_UNIT}}</p>{{/ANSWERED}}
</li>
{{/ENTRY}}
</ol>
{{/ANY_POSTS}}
{{#NO_POSTS}}<div class="empty"><svg class="scene" aria-hidden="true"><use href="[[@scenes.svg]]#bench"/></svg><p>[[No public posts yet.]]</p></div>{{/NO_POSTS}}
[[>cursor]]
</section>
<aside class="side" aria-label="[[Profile]]">
<section class="box" aria-labelledby="bio">
<h2 id="bio">[[About]]</h2>
{{#BIO}}<div class="content">{{HTML_BIO:x-html}}</div>{{/BIO}}
{{#FIELDS}}
<dl class="fields">
{{#FIELD}}<div{{#VERIFIED}} class="verified"{{/VERIFIED}}><dt>{{FIELD_NAME}}</dt><dd>{{HTML_FIELD:x-html}}{{#VERIFIED}} <span class="chip ok">[[#check]][[Verified]]</span>{{/VERIFIED}}</dd></div>{{/FIELD}}
</dl>
{{/FIELDS}}
<ul class="tally">
<li><b>{{POSTS}}</b> {{POSTS_UNIT}}</li>
{{#FOLLOWERS}}<li><b>{{FOLLOWERS_COUNT}}</b> {{FOLLOWERS_UNIT}}</li>{{/FOLLOWERS}}
{{#FOLLOWING}}<li><b>{{FOLLOWING_COUNT}}</b> [[following]]</li>{{/FOLLOWING}}
</ul>
{{#JOINED}}<p class="meta">[[Joined]] <time datetime="{{JOINED_ISO}}" title="{{JOINED_FULL}}">{{JOINED_DATE}}</time></p>{{/JOINED}}
</section>
<section class="box follow" aria-labelledby="follow">
<h2 id="follow">[[#globe]][[Follow from your server]]</h2>
<p>[[You do not need an account here. Copy this address into the search of your own server and follow it.]]</p>
<p class="copy"><code>{{ADDRESS}}</code> <small>[[One click selects the address.]]</small></p>
</section>
</aside>
</div>
