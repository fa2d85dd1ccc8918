<div class="door">
<svg class="mark" aria-hidden="true"><use href="[[@icons.svg]]#mark"/></svg>
<h1>{{CONSENT_HEADING}}</h1>
{{#WEBSITE}}<p class="aside"><a href="{{WEBSITE_URL}}" rel="nofollow ugc noopener">{{WEBSITE_URL}}[[#out]]</a></p>{{/WEBSITE}}
<form class="sheet" method="post" action="{{FORM_ACTION}}">
[[>hidden]]
{{#VIEWER}}<p class="asked"><img class="face" src="{{VIEWER_AVATAR}}" alt="" width="40" height="40"><span><span class="meta">[[Signed in as]]</span><b><bdi>{{VIEWER_NAME}}</bdi></b>{{#SWITCH}} <a href="{{SWITCH_PATH}}">[[Not you?]]</a>{{/SWITCH}}</span></p>{{/VIEWER}}
<h2>[[The app will be able to]]</h2>
<ul class="scopes">
{{#SCOPE}}<li>{{#SCOPE_ADMIN}}[[#shield]]{{/SCOPE_ADMIN}}{{#SCOPE_WRITE}}[[#pen]]{{/SCOPE_WRITE}}{{#SCOPE_READ}}[[#eye]]{{/SCOPE_READ}}<span>{{SCOPE_TEXT}} <code>{{SCOPE_NAME}}</code></span></li>{{/SCOPE}}
</ul>
{{#ADMIN}}<p class="notice bad">[[#warn]][[This app asks for the rights of an administrator. Allow it only if you run it yourself.]]</p>{{/ADMIN}}
{{#TARGET}}<p class="meta">{{TARGET_TEXT}}</p>{{/TARGET}}
<p class="meta">[[It never sees your password. Signing out in the app takes the permission back.]]</p>
<p class="actions"><button class="button primary" id="oauth-allow" name="decision" value="allow">[[Allow]]</button> <button class="button" id="oauth-deny" name="decision" value="deny">[[Deny]]</button></p>
</form>
</div>
