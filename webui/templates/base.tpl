{{! The frame of every page; the group "main" is the page's own template. }}
<!DOCTYPE html>
<html lang="[[=tag]]" dir="ltr"{{#THEMED}} data-theme="{{THEME}}"{{/THEMED}}>
<head>
<meta charset="utf-8">
<title>{{TITLE}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{{#DESCRIBED}}<meta name="description" content="{{DESCRIPTION}}">{{/DESCRIBED}}
{{#NOINDEX}}<meta name="robots" content="noindex">{{/NOINDEX}}
<link rel="canonical" href="{{CANONICAL}}">
{{#ACTIVITY}}<link rel="alternate" type="application/activity+json" href="{{ACTIVITY_URL}}">{{/ACTIVITY}}
{{#PREVIOUS}}<link rel="prev" href="{{PREVIOUS_PATH}}">{{/PREVIOUS}}
{{#NEXT}}<link rel="next" href="{{NEXT_PATH}}">{{/NEXT}}
{{#OPEN_GRAPH}}
<meta property="og:site_name" content="{{NODE_NAME}}">
<meta property="og:type" content="{{OG_TYPE}}">
<meta property="og:title" content="{{OG_TITLE}}">
<meta property="og:url" content="{{CANONICAL}}">
{{#DESCRIBED}}<meta property="og:description" content="{{DESCRIPTION}}">{{/DESCRIBED}}
{{#OG_PICTURE}}<meta property="og:image" content="{{OG_IMAGE}}">{{/OG_PICTURE}}
{{#CREATOR}}<meta name="fediverse:creator" content="{{CREATOR_HANDLE}}">{{/CREATOR}}
{{/OPEN_GRAPH}}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#FBFAF7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#12161F" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="[[@folkmoot.css]]">
<link rel="icon" href="[[@favicon.svg]]" type="image/svg+xml">
<link rel="icon" href="[[@favicon.png]]" type="image/png" sizes="64x64">
{{#LINKED_DATA}}<script type="application/ld+json">{{JSON_LINKED_DATA:x-json}}</script>{{/LINKED_DATA}}
</head>
<body>
<a class="skip" href="#main">[[Skip to content]]</a>
<header class="top">
<div class="wrap">
<a class="home" href="/"><svg class="mark" aria-hidden="true"><use href="[[@icons.svg]]#mark"/></svg><span>{{NODE_NAME}}</span></a>
<nav aria-label="[[Main]]">
<a href="/"{{#AT_HOME}} aria-current="page"{{/AT_HOME}}>[[Home]]</a>
<a href="/about"{{#AT_ABOUT}} aria-current="page"{{/AT_ABOUT}}>[[About]]</a>
</nav>
<div class="me">
{{#VIEWER}}
<a class="self" href="{{VIEWER_PATH}}"><img class="face" src="{{VIEWER_AVATAR}}" alt="" width="28" height="28"><bdi>{{VIEWER_NAME}}</bdi></a>
{{#SIGN_OUT}}<form method="post" action="{{SIGN_OUT_ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="quiet">[[Sign out]]</button></form>{{/SIGN_OUT}}
{{/VIEWER}}
{{#VISITOR}}
{{#SIGN_UP}}<a class="button" href="{{SIGN_UP_PATH}}">[[Sign up]]</a>{{/SIGN_UP}}
{{#SIGN_IN}}<a class="button" href="/login">[[Sign in]]</a>{{/SIGN_IN}}
{{/VISITOR}}
</div>
</div>
</header>
<main id="main" class="wrap" tabindex="-1">
[[>main]]
</main>
<footer class="bottom">
<div class="wrap">
<p><a href="/about">{{NODE_NAME}}</a></p>
<p>[[Runs on Folkmoot {version}]]{{#SOURCE}} · <a href="{{SOURCE_URL}}">[[Source code]]</a>{{/SOURCE}}</p>
{{#PREFERENCES}}
<form class="prefs" method="post" action="{{PREFERENCES_ACTION}}">
<input type="hidden" name="back" value="{{BACK}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<fieldset><legend class="vh">[[Language]]</legend>
{{#LANGUAGE_CHOICE}}<button class="quiet" name="locale" value="{{CHOICE_TAG}}" lang="{{CHOICE_TAG}}"{{#CHOSEN}} aria-pressed="true"{{/CHOSEN}}>{{CHOICE_NAME}}</button>{{/LANGUAGE_CHOICE}}
</fieldset>
<fieldset><legend class="vh">[[Colours]]</legend>
<button class="quiet" name="theme" value="automatic"{{#THEME_AUTOMATIC}} aria-pressed="true"{{/THEME_AUTOMATIC}}>[[Automatic]]</button>
<button class="quiet" name="theme" value="light"{{#THEME_LIGHT}} aria-pressed="true"{{/THEME_LIGHT}}>[[Light]]</button>
<button class="quiet" name="theme" value="dark"{{#THEME_DARK}} aria-pressed="true"{{/THEME_DARK}}>[[Dark]]</button>
</fieldset>
</form>
{{/PREFERENCES}}
</div>
</footer>
</body>
</html>
