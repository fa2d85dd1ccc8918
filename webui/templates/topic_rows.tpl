{{! A list of topics: group page and landing page. }}
<ol class="rows">
{{#TOPIC}}
<li class="row{{#PINNED}} held{{/PINNED}}">
<div>
<h3><a href="{{TOPIC_PATH}}"><bdi>{{TOPIC_TITLE}}</bdi></a></h3>
<p class="meta">{{#PINNED}}<span class="chip accent">[[#pin]][[Pinned]]</span> {{/PINNED}}{{#LOCKED}}<span class="chip">[[#lock]][[Locked]]</span> {{/LOCKED}}{{#IN_GROUP}}<a class="tag {{GROUP_HUE}}" href="{{GROUP_PATH}}"><bdi>{{GROUP_TITLE}}</bdi></a>{{#GROUP_REMOTE}} <span class="far">{{GROUP_DOMAIN}}</span>{{/GROUP_REMOTE}} <span class="sep">·</span> {{/IN_GROUP}}[[>author]] <span class="sep">·</span> <span class="vh">[[Last activity]] </span><time datetime="{{ACTIVE_ISO}}" title="{{ACTIVE_FULL}}">{{ACTIVE_DATE}}</time></p>
</div>
<p class="count{{#UNANSWERED}} none{{/UNANSWERED}}"><b>{{REPLIES}}</b> {{REPLIES_UNIT}}</p>
</li>
{{/TOPIC}}
</ol>
