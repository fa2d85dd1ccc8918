{{! A short list of people: moderators of a group, staff of a node. }}
<ul class="people">
{{#PERSON}}<li><img class="face" src="{{AUTHOR_AVATAR}}" alt="" width="28" height="28" loading="lazy" decoding="async"><span>[[>author]]</span></li>{{/PERSON}}
</ul>
