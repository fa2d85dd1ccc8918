<div class="door problem">
<svg class="scene" aria-hidden="true"><use href="[[@scenes.svg]]#{{SCENE}}"/></svg>
<p class="status">{{STATUS}}</p>
<h1>{{HEADING}}</h1>
<p class="lead">{{EXPLANATION}}</p>
{{#SINCE}}<p class="meta">[[Gone since]] <time datetime="{{SINCE_ISO}}" title="{{SINCE_FULL}}">{{SINCE_DATE}}</time></p>{{/SINCE}}
<p class="actions">{{#TO_SIGN_IN}}<a class="button primary" href="/login">[[Sign in]]</a> {{/TO_SIGN_IN}}{{#RETRY}}<a class="button primary" href="{{RETRY_PATH}}">[[Try again]]</a> {{/RETRY}}{{#IN_GROUP}}<a class="button primary" href="{{GROUP_PATH}}">{{TO_GROUP_TEXT}}</a> {{/IN_GROUP}}<a class="button" href="/">[[Go to the home page]]</a></p>
{{#TRACED}}<p class="aside">[[If you ask for help, quote this number:]] <code>{{REQUEST_ID}}</code></p>{{/TRACED}}
</div>
