#include "webui/views/topic.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"
#include "webui/views/linked_data.hpp"

namespace folkmoot::webui {

namespace {

constexpr Counted people_unit{"person", "people"};
constexpr Counted by_people{"by {n} person", "by {n} people"};
constexpr Counted likes_counted{"{n} like", "{n} likes"};
constexpr Counted shares_counted{"{n} share", "{n} shares"};
constexpr Counted elsewhere_counted{
    "{n} reply is on another server and not here yet.",
    "{n} replies are on other servers and not here yet."
};

std::string page_path(TopicPage const& page, std::uint32_t number) {
    return number <= 1 ? page.path : page.path + "?p=" + std::to_string(number);
}

std::string title_of(Language const& language, TopicPage const& page) {
    std::string title =
        page.group ? language.tr(
                         "{topic} – {group}", {{"topic", page.title}, {"group", page.group->title}}
                     )
                   : page.title;
    if (page.page > 1)
        return language.tr(
            "{title}, page {number}", {{"title", title}, {"number", language.number(page.page)}}
        );
    return title;
}

Head head_of(Language const& language, Chrome const& chrome, TopicPage const& page) {
    bool const remote = !page.original_url.empty();
    Head head{
        .title = title_of(language, page),
        .description = page.excerpt,
        .canonical = remote ? page.original_url : page_path(page, page.page),
        .noindex = !page.indexable || remote,
        .activity_url = page.object_url,
        .type = "article",
        .image_url = page.image_url,
        .creator = page.opener.domain.empty() ? "" : page.opener.handle,
    };
    if (page.page > 1)
        head.links.newer = page_path(page, page.page - 1);
    if (page.page < page.pages)
        head.links.older = page_path(page, page.page + 1);
    if (page.indexable && !remote)
        head.linked_data = discussion_posting(chrome, page);
    return head;
}

void fill_attachment(Section list, Language const& language, Attachment const& media) {
    Section item = media.kind == AttachmentKind::image   ? list.add("IMAGE")
                   : media.kind == AttachmentKind::video ? list.add("VIDEO")
                   : media.kind == AttachmentKind::audio ? list.add("AUDIO")
                                                         : list.add("FILE");
    item.view("MEDIA_URL", media.url);
    item.view("MEDIA_PREVIEW", media.preview_url.empty() ? media.url : media.preview_url);
    item.view("MEDIA_TYPE", media.media_type);
    item.view(
        "MEDIA_ALT",
        media.description.empty() ? language.tr("Attachment without a description")
                                  : std::string_view(media.description)
    );
    item.optional("CAPTION", "CAPTION_TEXT", media.description);
    if (media.width > 0 && media.height > 0) {
        item.show("SIZED");
        item.text("MEDIA_WIDTH", std::to_string(media.width));
        item.text("MEDIA_HEIGHT", std::to_string(media.height));
    }
}

void fill_marks(Section section, Language const& language, Post const& post) {
    section.show_if(post.likes > 0 || post.shares > 0 || !post.original_url.empty(), "MARKS");
    if (post.likes > 0) {
        section.show("LIKES");
        section.text("LIKES_TEXT", language.plural(likes_counted, post.likes));
    }
    if (post.shares > 0) {
        section.show("SHARES");
        section.text("SHARES_TEXT", language.plural(shares_counted, post.shares));
    }
    section.optional("ORIGINAL", "ORIGINAL_URL", post.original_url);
}

void fill_present(Section section, Language const& language, Post const& post) {
    section.show("PRESENT");
    section.show_if(post.number == 1, "OPENING");
    fill_author(section, post.author);
    section.text("PUBLISHED_ISO", machine_time(post.published));
    section.text("PUBLISHED_FULL", language.date_time(post.published));
    if (post.edited) {
        section.show("EDITED");
        section.text("EDITED_ISO", machine_time(*post.edited));
        section.text("EDITED_FULL", language.date_time(*post.edited));
    }
    if (post.reply_to) {
        section.show("REPLY");
        section.view("REPLY_AUTHOR", post.reply_to->author);
        section.text("REPLY_NUMBER", std::to_string(post.reply_to->number));
        section.text("LEVEL", language.number(post.level));
    }
    section.optional("WARNED", "WARNING", post.warning);
    section.optional("LANGUAGE", "LANGUAGE_TAG", post.language);
    section.html("HTML_CONTENT", post.content);
    section.show_if(!post.attachments.empty(), "ATTACHMENTS");
    for (Attachment const& media : post.attachments)
        fill_attachment(section, language, media);
    fill_marks(section, language, post);
}

void fill_post(Section root, Language const& language, Post const& post) {
    static constexpr std::array<std::string_view, 6> depths{"d0", "d1", "d2", "d3", "d4", "d5"};
    Section section = root.add("POST");
    std::string const number = std::to_string(post.number);
    section.text("ANCHOR", "p" + number);
    section.text("NUMBER", number);
    section.view("POST_PATH", post.path);
    section.view("DEPTH", depths[std::min<std::size_t>(post.level, depths.size() - 1)]);
    if (post.state == PostState::present) {
        fill_present(section, language, post);
    } else {
        section.show("GONE");
        section.show_if(post.state == PostState::deleted, "DELETED");
        section.show_if(post.state == PostState::removed, "REMOVED");
    }
}

// The numbers of a pager: first, last, and two on either side of this page; gaps between.
void fill_pager(Section root, Language const& language, TopicPage const& page) {
    if (page.pages < 2)
        return;
    root.show("PAGES");
    bool gap = false;
    for (std::uint32_t number = 1; number <= page.pages; ++number) {
        std::uint32_t const distance = number > page.page ? number - page.page : page.page - number;
        if (number != 1 && number != page.pages && distance > 2) {
            if (!gap)
                root.add("PAGE").show("PAGE_GAP");
            gap = true;
            continue;
        }
        gap = false;
        Section link = root.add("PAGE");
        link.show_if(number == page.page, "PAGE_HERE");
        link.show_if(number != page.page, "PAGE_LINK");
        link.text("PAGE_PATH", page_path(page, number));
        link.text("PAGE_NUMBER", language.number(number));
    }
}

void fill_header(Section root, Language const& language, TopicPage const& page) {
    root.view("TOPIC_TITLE", page.title);
    root.show_if(page.pinned, "PINNED");
    root.show_if(page.locked, "LOCKED");
    if (page.group) {
        root.show("IN_GROUP");
        fill_group(root, *page.group);
    }
    fill_author(root.add("OPENER"), page.opener);
    fill_time(root, language, {"OPENED_ISO", "OPENED_DATE", "OPENED_FULL"}, page.published);
    root.text("REPLIES_TEXT", language.plural(replies_counted, page.replies));
    root.text("PARTICIPANTS_TEXT", language.plural(by_people, page.participants));
    fill_count(root, language, {"REPLIES", "REPLIES_UNIT"}, replies_unit, page.replies);
    fill_count(
        root, language, {"PARTICIPANTS", "PARTICIPANTS_UNIT"}, people_unit, page.participants
    );
    fill_count(root, language, {"TOPIC_LIKES", "TOPIC_LIKES_UNIT"}, likes_unit, page.likes);
}

}  // namespace

std::string render_topic(Templates const& templates, Chrome const& chrome, TopicPage const& page) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    fill_frame(root, language, chrome, head_of(language, chrome, page));
    fill_header(root, language, page);
    for (Post const& post : page.posts)
        fill_post(root, language, post);
    fill_pager(root, language, page);
    if (page.replies_elsewhere > 0) {
        root.show("ELSEWHERE");
        root.text("ELSEWHERE_TEXT", language.plural(elsewhere_counted, page.replies_elsewhere));
    }
    if (!page.locked)
        root.optional("REPLY_FROM_HOME", "OBJECT_URL", page.object_url);
    return compiled.expand(PageName::topic, fill);
}

}  // namespace folkmoot::webui
