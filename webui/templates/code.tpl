<div class="door">
<svg class="mark" aria-hidden="true"><use href="[[@icons.svg]]#mark"/></svg>
<h1>[[Your code]]</h1>
<p class="lead">{{CODE_TEXT}}</p>
<div class="sheet">
<p class="copy"><code id="oauth-code">{{CODE}}</code> <small>[[One click selects the code.]]</small></p>
</div>
<p class="aside">[[Give this code to nobody else. You can close this page afterwards.]]</p>
</div>
