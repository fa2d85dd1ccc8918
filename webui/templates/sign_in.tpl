<div class="door">
<svg class="mark" aria-hidden="true"><use href="[[@icons.svg]]#mark"/></svg>
<h1>{{SIGN_IN_HEADING}}</h1>
{{#FOR_CLIENT}}<p class="lead">{{FOR_CLIENT_TEXT}}</p>{{/FOR_CLIENT}}
{{#FAILED}}
<div class="notice bad" role="alert" id="errors" tabindex="-1">
<h2>[[#warn]][[That did not work]]</h2>
<p>{{#ERROR_FIELD}}<a href="#{{ERROR_TARGET}}">{{ERROR_TEXT}}</a>{{/ERROR_FIELD}}{{#ERROR_PLAIN}}{{ERROR_TEXT}}{{/ERROR_PLAIN}}</p>
</div>
{{/FAILED}}
<form class="sheet" method="post" action="{{FORM_ACTION}}">
[[>hidden]]
<p class="field">
<label for="login-user">[[User name]]</label>
<input id="login-user" name="username" value="{{USERNAME}}" type="text" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" dir="auto" maxlength="254" required{{#ERROR_USER}} aria-invalid="true" aria-describedby="user-error"{{/ERROR_USER}}>
{{#ERROR_USER}}<span class="error" id="user-error">{{ERROR_TEXT}}</span>{{/ERROR_USER}}
</p>
<p class="field">
<label for="login-password">[[Password]]</label>
<input id="login-password" name="password" type="password" autocomplete="current-password" maxlength="1024" required{{#ERROR_PASSWORD}} aria-invalid="true" aria-describedby="password-error"{{/ERROR_PASSWORD}}>
{{#ERROR_PASSWORD}}<span class="error" id="password-error">{{ERROR_TEXT}}</span>{{/ERROR_PASSWORD}}
</p>
<p class="actions"><button class="button primary wide" id="login-submit">[[Sign in]]</button></p>
</form>
{{#SIGN_UP}}<p class="aside">[[New here?]] <a href="{{SIGN_UP_PATH}}">[[Sign up]]</a></p>{{/SIGN_UP}}
</div>
