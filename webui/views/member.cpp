#include "webui/views/member.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"

namespace folkmoot::webui {

namespace {

constexpr Counted posts_unit{"post", "posts"};
constexpr Counted followers_unit{"follower", "followers"};

Head head_of(Language const& language, Chrome const& chrome, MemberPage const& page) {
    bool const remote = !page.member.domain.empty();
    std::string const here = page.links.newer.empty() ? page.member.path : chrome.path;
    return {
        .title = language.tr(
            "{name} ({address})", {{"name", page.member.name}, {"address", page.address}}
        ),
        .description = page.summary,
        .canonical = page.original_url.empty() ? here : page.original_url,
        .noindex = !page.indexable || remote,
        .activity_url = page.actor_url,
        .links = page.links,
        .type = "profile",
        .image_url = page.member.avatar_url,
        .creator = page.address,
    };
}

void fill_profile(Section root, Language const& language, MemberPage const& page) {
    fill_author(root, page.member);
    root.view("ADDRESS", page.address);
    root.optional("BANNER", "BANNER_URL", page.header_url);
    root.optional("CACHED", "ORIGINAL_URL", page.original_url);
    root.show_if(!page.bio.empty(), "BIO");
    root.html("HTML_BIO", page.bio);
    root.show_if(!page.fields.empty(), "FIELDS");
    for (ProfileField const& field : page.fields) {
        Section section = root.add("FIELD");
        section.view("FIELD_NAME", field.name);
        section.html("HTML_FIELD", field.value);
        section.show_if(field.verified, "VERIFIED");
    }
    fill_count(root, language, {"POSTS", "POSTS_UNIT"}, posts_unit, page.post_count);
    if (page.followers) {
        root.show("FOLLOWERS");
        fill_count(
            root, language, {"FOLLOWERS_COUNT", "FOLLOWERS_UNIT"}, followers_unit, *page.followers
        );
    }
    if (page.following) {
        root.show("FOLLOWING");
        root.text("FOLLOWING_COUNT", language.number(*page.following));
    }
    if (page.joined) {
        root.show("JOINED");
        fill_time(root, language, {"JOINED_ISO", "JOINED_DATE", "JOINED_FULL"}, *page.joined);
    }
}

void fill_entry(Section root, Language const& language, ProfilePost const& post) {
    Section entry = root.add("ENTRY");
    entry.view("ENTRY_PATH", post.path);
    entry.optional("TITLED", "ENTRY_TITLE", post.title);
    entry.optional("EXCERPT", "EXCERPT_TEXT", post.excerpt);
    entry.show_if(post.reply, "IS_REPLY");
    if (post.group) {
        entry.show("IN_GROUP");
        fill_group(entry, *post.group);
    }
    entry.show_if(!post.reply, "ANSWERED");
    fill_count(entry, language, {"REPLIES", "REPLIES_UNIT"}, replies_unit, post.replies);
    fill_time(
        entry, language, {"PUBLISHED_ISO", "PUBLISHED_DATE", "PUBLISHED_FULL"}, post.published
    );
}

}  // namespace

std::string render_member(
    Templates const& templates, Chrome const& chrome, MemberPage const& page
) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    fill_frame(root, language, chrome, head_of(language, chrome, page));
    fill_profile(root, language, page);
    root.show_if(page.posts.empty(), "NO_POSTS");
    root.show_if(!page.posts.empty(), "ANY_POSTS");
    for (ProfilePost const& post : page.posts)
        fill_entry(root, language, post);
    return compiled.expand(PageName::member, fill);
}

}  // namespace folkmoot::webui
