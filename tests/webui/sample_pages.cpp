#include "tests/webui/samples.hpp"

namespace folkmoot::webui {

namespace {

using namespace std::chrono_literals;

// Collects pages of one language.
class Pages {
public:
    Pages(std::vector<SamplePage>& pages, Locale locale) : pages_(pages), locale_(locale) {}

    void add(std::string name, std::string html) {
        pages_.push_back({std::move(name) + "-" + std::string(web_tag(locale_)), std::move(html)});
    }

private:
    std::vector<SamplePage>& pages_;
    Locale locale_;
};

ConsentPage sample_consent() {
    return {
        .hidden = {{"client_id", "abc"}, {"state", "xyz"}},
        .client_name = "Pocket Moot",
        .client_website = "https://pocket.example",
        .redirect_target = "pocket.example",
        .scopes = {"read", "write:statuses", "write:media", "follow", "push"},
        .switch_account_path = "/login?next=%2Foauth%2Fauthorize",
    };
}

void add_public(Pages pages, Templates const& templates, Locale locale) {
    Chrome const visitor = sample_chrome(locale, "/");
    pages.add("landing", render_landing(templates, visitor, sample_landing(locale)));
    pages.add("landing-empty", render_landing(templates, visitor, {}));
    pages.add(
        "about", render_about(templates, sample_chrome(locale, "/about"), sample_about(locale))
    );
    Chrome const chrome = sample_member_chrome(locale, "/g/help");
    GroupPage group = sample_group(locale);
    pages.add("group", render_group(templates, chrome, group));
    group.tab = GroupTab::about;
    pages.add("group-about", render_group(templates, chrome, group));
    group.tab = GroupTab::topics;
    group.topics.clear();
    group.links = {};
    group.group.domain = "kbd.example";
    group.original_url = "https://kbd.example/c/help";
    pages.add("group-remote-empty", render_group(templates, chrome, group));
    TopicPage topic = sample_topic(locale, 12);
    pages.add("topic", render_topic(templates, sample_chrome(locale, topic.path), topic));
    topic.page = 4;
    topic.locked = topic.pinned = true;
    pages.add("topic-locked-page-4", render_topic(templates, chrome, topic));
    MemberPage member = sample_member(locale);
    pages.add("member", render_member(templates, sample_chrome(locale, "/@ana"), member));
    member.member.domain = "kbd.example";
    member.original_url = "https://kbd.example/@ana";
    member.header_url.clear();
    member.posts.clear();
    pages.add(
        "member-remote",
        render_member(templates, sample_chrome(locale, "/@ana@kbd.example"), member)
    );
}

void add_doors(Pages pages, Templates const& templates, Locale locale) {
    Chrome const login = sample_chrome(locale, "/login?next=1");
    SignInPage sign_in{.csrf_token = "t", .username = "ana", .hidden = {{"next", "/g/help"}}};
    pages.add("sign-in", render_sign_in(templates, login, sign_in));
    sign_in.client_name = "Pocket Moot";
    for (auto const error :
         {SignInError::missing_user,
          SignInError::missing_password,
          SignInError::wrong,
          SignInError::limited,
          SignInError::suspended,
          SignInError::expired}) {
        sign_in.error = error;
        sign_in.retry_after = 200s;
        pages.add(
            "sign-in-error-" + std::to_string(static_cast<int>(error)),
            render_sign_in(templates, login, sign_in)
        );
    }
    Chrome const member = sample_member_chrome(locale, "/oauth/authorize?client_id=abc");
    ConsentPage consent = sample_consent();
    pages.add("consent", render_consent(templates, member, consent));
    consent.scopes.push_back("admin:write");
    pages.add("consent-admin", render_consent(templates, member, consent));
    pages.add(
        "code",
        render_code(
            templates, member, {.code = "9f2c7e51b0d84a6f93e1", .client_name = "Pocket Moot"}
        )
    );
}

void add_problems(Pages pages, Templates const& templates, Locale locale) {
    for (int const status : {400, 401, 403, 404, 405, 406, 410, 413, 418, 422, 429, 500, 503}) {
        ProblemPage page{.status = status, .request_id = "01JD7Q2N5S"};
        if (status == 410)
            page.gone_since = sample_group(locale).created;
        if (status == 429)
            page.retry_after = 40s;
        if (status == 404)
            page.group = sample_group(locale).group;
        pages.add(
            "problem-" + std::to_string(status),
            render_problem(templates, sample_chrome(locale, "/g/help/1?x=1"), page)
        );
    }
}

// Sets every text of a value to the same.
Author tainted_author(std::string const& text) {
    return {text, text, text, text, text, AuthorRole::moderator, true};
}

GroupReference tainted_group(std::string const& text) {
    return {text, text, text, text};
}

TopicRow tainted_row(std::string const& text) {
    return {
        .path = text,
        .title = text,
        .author = tainted_author(text),
        .group = tainted_group(text),
        .pinned = true,
        .locked = true
    };
}

Chrome tainted_chrome(Locale locale, std::string const& text) {
    Chrome chrome{
        .locale = locale,
        .theme = Theme::dark,
        .node_name = text,
        .origin = text,
        .path = text,
        .viewer = Viewer{text, text, text},
        .csrf_token = text,
        .preferences_action = text,
        .sign_out_action = text,
        .sign_up_path = text,
        .source_url = text,
        .version = text,
    };
    return chrome;
}

Post tainted_post(std::string const& text, std::uint32_t number, PostState state) {
    Post post{
        .number = number,
        .path = text,
        .author = tainted_author(text),
        .reply_to = ReplyTarget{1, text},
        .state = state,
        .warning = text,
        .text = text,
        .language = text,
        .likes = 1,
        .shares = 1,
        .edited = Time{},
        .original_url = text,
    };
    for (auto const kind :
         {AttachmentKind::image, AttachmentKind::video, AttachmentKind::audio, AttachmentKind::file
         })
        post.attachments.push_back({kind, text, text, text, text, 1, 1});
    return post;
}

}  // namespace

std::vector<SamplePage> sample_pages(Templates const& templates) {
    std::vector<SamplePage> made;
    for (Locale const locale : all_locales) {
        Pages const pages(made, locale);
        add_public(pages, templates, locale);
        add_doors(pages, templates, locale);
        add_problems(pages, templates, locale);
    }
    return made;
}

std::vector<SamplePage> pages_with_text(Templates const& templates, std::string const& text) {
    std::vector<SamplePage> made;
    for (Locale const locale : all_locales) {
        Pages pages(made, locale);
        Chrome const member = tainted_chrome(locale, text);
        Chrome visitor = member;
        visitor.viewer.reset();
        pages.add(
            "landing",
            render_landing(
                templates,
                visitor,
                {text, {}, {{tainted_group(text), text}}, {tainted_row(text)}, {text}}
            )
        );
        pages.add(
            "about",
            render_about(
                templates, member, {text, Html(), {}, {text}, {tainted_author(text)}, text}
            )
        );
        GroupPage const group{
            .group = tainted_group(text),
            .handle = text,
            .actor_url = text,
            .original_url = text,
            .purpose = text,
            .avatar_url = text,
            .topics = {tainted_row(text)},
            .links = {text, text},
            .rules = {text},
            .moderators = {tainted_author(text)},
        };
        pages.add("group", render_group(templates, member, group));
        TopicPage topic{
            .group = tainted_group(text),
            .title = text,
            .path = text,
            .object_url = text,
            .excerpt = text,
            .image_url = text,
            .posts =
                {tainted_post(text, 1, PostState::present),
                 tainted_post(text, 2, PostState::present),
                 tainted_post(text, 3, PostState::deleted)},
            .opener = tainted_author(text),
            .page = 2,
            .pages = 3,
        };
        pages.add("topic", render_topic(templates, member, topic));
        topic.original_url = text;
        pages.add("topic-remote", render_topic(templates, visitor, topic));
        MemberPage const profile{
            .member = tainted_author(text),
            .address = text,
            .actor_url = text,
            .original_url = text,
            .header_url = text,
            .summary = text,
            .fields = {{text, Html(), true}},
            .posts = {{text, text, text, tainted_group(text), 0, Time{}, true}},
            .links = {text, text},
        };
        pages.add("member", render_member(templates, member, profile));
        SignInPage sign_in{text, text, text, {{text, text}}, text, SignInError::wrong, {}};
        pages.add("sign-in", render_sign_in(templates, visitor, sign_in));
        ConsentPage const consent{text, {{text, text}}, text, text, text, {text, "read"}, text};
        pages.add("consent", render_consent(templates, member, consent));
        pages.add("code", render_code(templates, member, {text, text}));
        ProblemPage const problem{.status = 503, .request_id = text, .group = tainted_group(text)};
        pages.add("problem", render_problem(templates, visitor, problem));
    }
    return made;
}

}  // namespace folkmoot::webui
