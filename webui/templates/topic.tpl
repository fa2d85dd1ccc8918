{{#IN_GROUP}}
<nav class="crumbs {{GROUP_HUE}}" aria-label="[[You are here]]"><a href="{{GROUP_PATH}}"><span class="tile small {{GROUP_HUE}}" aria-hidden="true">{{GROUP_INITIALS}}</span><bdi>{{GROUP_TITLE}}</bdi></a>{{#GROUP_REMOTE}} <span class="far">{{GROUP_DOMAIN}}</span>{{/GROUP_REMOTE}}</nav>
{{/IN_GROUP}}
<header class="topic-head">
<h1><bdi>{{TOPIC_TITLE}}</bdi></h1>
<p class="meta">{{#PINNED}}<span class="chip accent">[[#pin]][[Pinned]]</span> {{/PINNED}}{{#LOCKED}}<span class="chip">[[#lock]][[Locked]]</span> {{/LOCKED}}{{#OPENER}}[[>author]]{{/OPENER}} <span class="sep">·</span> <time datetime="{{OPENED_ISO}}" title="{{OPENED_FULL}}">{{OPENED_DATE}}</time> <span class="sep">·</span> <span>{{REPLIES_TEXT}}</span> <span class="sep">·</span> <span>{{PARTICIPANTS_TEXT}}</span></p>
</header>
<div class="columns">
<div class="stack">
<ol class="posts">
{{#POST}}
<li class="{{DEPTH}}">
{{#PRESENT}}
<article class="post{{#OPENING}} opening{{/OPENING}}" id="{{ANCHOR}}" aria-labelledby="{{ANCHOR}}-by">
<header>
<img class="face" src="{{AUTHOR_AVATAR}}" alt="" width="40" height="40" loading="lazy" decoding="async">
<div>
<p class="by" id="{{ANCHOR}}-by">[[>author]]</p>
<p class="meta"><time datetime="{{PUBLISHED_ISO}}">{{PUBLISHED_FULL}}</time>{{#EDITED}} <span class="sep">·</span> <span>[[edited]] <time datetime="{{EDITED_ISO}}">{{EDITED_FULL}}</time></span>{{/EDITED}}{{#REPLY}} <span class="sep">·</span> <a href="#p{{REPLY_NUMBER}}">[[#reply]][[reply to {reply_author}, level {level}]]</a>{{/REPLY}}</p>
</div>
<a class="number" href="{{POST_PATH}}" title="[[Address of this post]]">#{{NUMBER}}</a>
</header>
{{#WARNED}}<details class="warned"><summary>[[#warn]]<bdi>{{WARNING}}</bdi></summary>{{/WARNED}}
<div class="content"{{#LANGUAGE}} lang="{{LANGUAGE_TAG}}"{{/LANGUAGE}}>{{HTML_CONTENT:x-html}}</div>
{{#ATTACHMENTS}}
<ul class="media">
{{#IMAGE}}<li><figure><a href="{{MEDIA_URL}}"><img src="{{MEDIA_PREVIEW}}" alt="{{MEDIA_ALT}}"{{#SIZED}} width="{{MEDIA_WIDTH}}" height="{{MEDIA_HEIGHT}}"{{/SIZED}} loading="lazy" decoding="async"></a>{{#CAPTION}}<figcaption>{{CAPTION_TEXT}}</figcaption>{{/CAPTION}}</figure></li>{{/IMAGE}}
{{#VIDEO}}<li><figure><video controls preload="none" src="{{MEDIA_URL}}" aria-label="{{MEDIA_ALT}}"></video>{{#CAPTION}}<figcaption>{{CAPTION_TEXT}}</figcaption>{{/CAPTION}}</figure></li>{{/VIDEO}}
{{#AUDIO}}<li><figure><audio controls preload="none" src="{{MEDIA_URL}}" aria-label="{{MEDIA_ALT}}"></audio>{{#CAPTION}}<figcaption>{{CAPTION_TEXT}}</figcaption>{{/CAPTION}}</figure></li>{{/AUDIO}}
{{#FILE}}<li><a class="file" href="{{MEDIA_URL}}">[[#file]]{{MEDIA_ALT}} <small>{{MEDIA_TYPE}}</small></a></li>{{/FILE}}
</ul>
{{/ATTACHMENTS}}
{{#WARNED}}</details>{{/WARNED}}
{{#MARKS}}
<footer class="meta">{{#LIKES}}<span>[[#heart]]{{LIKES_TEXT}}</span> {{/LIKES}}{{#SHARES}}<span>[[#share]]{{SHARES_TEXT}}</span> {{/SHARES}}{{#ORIGINAL}}<a href="{{ORIGINAL_URL}}" rel="nofollow ugc noopener">[[View on {author_domain}]][[#out]]</a>{{/ORIGINAL}}</footer>
{{/MARKS}}
</article>
{{/PRESENT}}
{{#GONE}}
<article class="post tombstone" id="{{ANCHOR}}"><p>{{#DELETED}}[[#trash]][[The author deleted this post.]]{{/DELETED}}{{#REMOVED}}[[#shield]][[A moderator removed this post.]]{{/REMOVED}} <a class="number" href="{{POST_PATH}}">#{{NUMBER}}</a></p></article>
{{/GONE}}
</li>
{{/POST}}
</ol>
{{#ELSEWHERE}}<p class="notice remote">[[#globe]]{{ELSEWHERE_TEXT}}</p>{{/ELSEWHERE}}
{{#PAGES}}
<nav class="pager" aria-label="[[Pages]]">
{{#PREVIOUS}}<a class="button" rel="prev" href="{{PREVIOUS_PATH}}">[[#left]][[Previous]]</a>{{/PREVIOUS}}
<ol>
{{#PAGE}}<li>{{#PAGE_LINK}}<a href="{{PAGE_PATH}}">{{PAGE_NUMBER}}</a>{{/PAGE_LINK}}{{#PAGE_HERE}}<a href="{{PAGE_PATH}}" aria-current="page">{{PAGE_NUMBER}}</a>{{/PAGE_HERE}}{{#PAGE_GAP}}<span>…</span>{{/PAGE_GAP}}</li>{{/PAGE}}
</ol>
{{#NEXT}}<a class="button" rel="next" href="{{NEXT_PATH}}">[[Next]][[#right]]</a>{{/NEXT}}
</nav>
{{/PAGES}}
</div>
<aside class="side" aria-label="[[Topic details]]">
<section class="box" aria-labelledby="in-topic">
<h2 id="in-topic">[[#talk]][[In this topic]]</h2>
<ul class="tally">
<li><b>{{REPLIES}}</b> {{REPLIES_UNIT}}</li>
<li><b>{{PARTICIPANTS}}</b> {{PARTICIPANTS_UNIT}}</li>
<li><b>{{TOPIC_LIKES}}</b> {{TOPIC_LIKES_UNIT}}</li>
</ul>
</section>
{{#LOCKED}}<p class="notice">[[#lock]][[This topic is locked: it takes no new replies.]]</p>{{/LOCKED}}
{{#REPLY_FROM_HOME}}
<section class="box follow" aria-labelledby="reply-from">
<h2 id="reply-from">[[#globe]][[Reply from your server]]</h2>
<p>[[Paste this address into the search of your own server, open the topic there and reply.]]</p>
<p class="copy"><code>{{OBJECT_URL}}</code> <small>[[One click selects the address.]]</small></p>
</section>
{{/REPLY_FROM_HOME}}
</aside>
</div>
