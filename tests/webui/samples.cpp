#include "tests/webui/samples.hpp"

#include "webui/style/assets.hpp"

namespace folkmoot::webui {

namespace {

using namespace std::chrono_literals;

constexpr Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + 14h + 5min;

// The English or the Chinese text.
std::string pick(Locale locale, char const* english, char const* chinese) {
    return locale == Locale::en ? english : chinese;
}

Html html(std::string markup) {
    return Html::trusted(std::move(markup));
}

Author ana(Locale locale) {
    return {
        .name = pick(locale, "Ana Berger", "安娜"),
        .handle = "@ana",
        .path = "/@ana",
        .role = AuthorRole::staff
    };
}

Author bo() {
    return {
        .name = "Bo Lindqvist",
        .handle = "@bo@kbd.example",
        .domain = "kbd.example",
        .path = "/@bo@kbd.example",
        .avatar_url = std::string(asset_path("group.png"))
    };
}

Author li(Locale locale) {
    return {
        .name = pick(locale, "Li Wei", "李伟"),
        .handle = "@li",
        .path = "/@li",
        .role = AuthorRole::moderator
    };
}

Author tao(Locale locale) {
    return {.name = pick(locale, "Tao", "陶然"), .handle = "@tao", .path = "/@tao"};
}

GroupReference help(Locale locale) {
    return {.name = "help", .title = pick(locale, "Help", "互助"), .path = "/g/help"};
}

std::vector<std::string> rules(Locale locale) {
    return {
        pick(locale, "Search before you ask.", "提问前请先搜索。"),
        pick(
            locale,
            "Say which version you run, and what you tried.",
            "说明所用版本以及已尝试的方法。"
        ),
        pick(locale, "Be kind. Everybody was new once.", "友善待人，每个人都曾是新手。")
    };
}

std::vector<TopicRow> rows(Locale locale) {
    struct Text {
        char const* english;
        char const* chinese;
    };

    static constexpr std::array texts{
        Text{"How to get good answers", "如何获得好的回答"},
        Text{"How do I rotate the signing key?", "如何轮换签名密钥？"},
        Text{"LMDB map full on a 32-bit board", "32 位开发板上 LMDB 映射空间已满"},
        Text{
            "After moving the node to a new host, old servers refuse our posts with 401, what now?",
            "节点迁移到新主机后，旧节点以 401 拒绝我们的帖子，该怎么办？"
        },
        Text{
            "Reverse proxy in front of the node: which headers matter?",
            "节点前置反向代理：哪些请求头是必要的？"
        },
        Text{"Backups while people are posting", "在大家发帖时进行备份"},
        Text{"Dark mode for printed reports", "打印报告的深色模式"},
        Text{"Moving from Lemmy: what comes along?", "从 Lemmy 迁移：哪些内容可以带过来？"}
    };
    std::vector<TopicRow> made;
    for (std::size_t at = 0; at < 20; ++at) {
        Text const& text = texts[at % texts.size()];
        made.push_back({
            .path = "/g/help/" + std::to_string(1842 + at) + "-rotate-signing-key",
            .title = pick(locale, text.english, text.chinese),
            .author = at % 3 == 0   ? ana(locale)
                      : at % 3 == 1 ? bo()
                                    : tao(locale),
            .replies = at == 2 ? 0 : (at * 7) % 61 + (at == 4 ? 1204 : 0),
            .last_activity = now - at * 5h,
            .pinned = at == 0,
            .locked = at == 0 || at == 5,
        });
    }
    return made;
}

Post answer(Locale locale, std::uint32_t number) {
    static constexpr std::array<std::uint32_t, 8> levels{1, 2, 3, 1, 2, 3, 4, 5};
    Post post{
        .number = number,
        .path = "/p/" + std::to_string(99120 + number),
        .author = number % 3 == 0   ? ana(locale)
                  : number % 3 == 1 ? tao(locale)
                                    : bo(),
        .level = levels[(number - 2) % levels.size()],
        .content = html(pick(
            locale,
            "<p>Keep the old key in <code>assertionMethod</code> for two weeks, then let it go. "
            "Servers that cached the actor ask again when the first signature fails, so nothing is "
            "lost as long as both keys are served.</p><p>We did this in spring with about sixty "
            "servers; three of them needed a day.</p>",
            "<p>将旧密钥在 <code>assertionMethod</code> 中保留两周，然后再移除。缓存了 actor "
            "的节点会在首次验签失败后重新获取，因此只要两个密钥同时可用，就不会丢失任何内容。</p>"
            "<p>我们在春天对大约六十个节点这样做过，其中三个花了一天时间。</p>"
        )),
        .text = "Keep the old key for two weeks.",
        .language = std::string(web_tag(locale)),
        .likes = number * 3 % 7,
        .shares = number % 5 == 0 ? 2U : 0U,
        .published = now - 20h + number * 11min,
    };
    if (post.level > 1)
        post.reply_to = ReplyTarget{
            number - 1,
            number % 3 == 1   ? ana(locale).name
            : number % 3 == 2 ? tao(locale).name
                              : bo().name
        };
    if (!post.author.domain.empty())
        post.original_url = "https://kbd.example/@bo/" + std::to_string(number);
    return post;
}

}  // namespace

Chrome sample_chrome(Locale locale, std::string path) {
    return {
        .locale = locale,
        .node_name = pick(locale, "Harbor Users", "港湾用户社区"),
        .origin = "https://harbor.example",
        .path = std::move(path),
        .preferences_action = "/preferences",
        .sign_up_path = "/signup",
        .source_url = "https://example.org/folkmoot",
        .version = "0.1.0",
    };
}

Chrome sample_member_chrome(Locale locale, std::string path) {
    Chrome chrome = sample_chrome(locale, std::move(path));
    chrome.viewer = Viewer{.name = ana(locale).name, .path = "/@ana"};
    chrome.csrf_token = "c3NyZg";
    chrome.sign_out_action = "/logout";
    return chrome;
}

LandingPage sample_landing(Locale locale) {
    LandingPage page{
        .purpose = pick(
            locale,
            "Where people who run Harbor help each other, tell us what is missing, and meet.",
            "Harbor 用户在这里互相帮助、提出建议、彼此相识。"
        ),
        .counts = {.members = 1204, .groups = 4, .topics = 3821},
        .groups =
            {{.group = help(locale),
              .purpose = pick(
                  locale, "Ask anything about running Harbor.", "关于运行 Harbor 的任何问题。"
              ),
              .members = 1204,
              .topics = 2210},
             {.group =
                  {.name = "ideas", .title = pick(locale, "Ideas", "建议"), .path = "/g/ideas"},
              .purpose =
                  pick(locale, "What should Harbor learn next?", "Harbor 接下来该学会什么？"),
              .members = 640,
              .topics = 388},
             {.group =
                  {.name = "meetups",
                   .title = pick(locale, "Meetups", "线下活动"),
                   .path = "/g/meetups"},
              .purpose = pick(
                  locale, "Evenings in Graz, Utrecht and online.", "格拉茨、乌得勒支与线上聚会。"
              ),
              .members = 212,
              .topics = 41},
             {.group =
                  {.name = "linux",
                   .title = "Linux",
                   .path = "/g/linux@kbd.example",
                   .domain = "kbd.example"},
              .members = 1,
              .topics = 1}},
        .topics = rows(locale),
        .rules = rules(locale),
    };
    page.topics.resize(5);
    for (TopicRow& row : page.topics)
        row.group = help(locale);
    return page;
}

AboutPage sample_about(Locale locale) {
    return {
        .purpose = sample_landing(locale).purpose,
        .description = html(pick(
            locale,
            "<p>Harbor Users is the community of everyone who runs Harbor. It is kept by the "
            "Harbor GmbH in Graz and open to all.</p><p>Whatever you write in a public group may "
            "be "
            "read on many other servers.</p>",
            "<p>港湾用户社区属于每一位使用 Harbor 的人，由格拉茨的 Harbor "
            "公司维护，向所有人开放。</p>"
            "<p>你在公开群组中写下的内容，可能会在许多其他节点上被阅读。</p>"
        )),
        .counts = {.members = 1204, .groups = 4, .topics = 3821},
        .rules = rules(locale),
        .staff = {ana(locale)},
        .contact = "hello@harbor.example",
    };
}

GroupPage sample_group(Locale locale) {
    return {
        .group = help(locale),
        .handle = "@help@harbor.example",
        .actor_url = "https://harbor.example/groups/help",
        .purpose = sample_landing(locale).groups[0].purpose,
        .description = sample_about(locale).description,
        .members = 1204,
        .remote_members = 388,
        .remote_servers = 61,
        .topic_count = 2210,
        .topics = rows(locale),
        .links = {.older = "/g/help?after=1823"},
        .rules = rules(locale),
        .moderators = {ana(locale), li(locale), bo()},
        .created = now - 9000h,
    };
}

TopicPage sample_topic(Locale locale, std::uint32_t posts) {
    TopicPage page{
        .group = help(locale),
        .title = pick(locale, "How do I rotate the signing key?", "如何轮换签名密钥？"),
        .path = "/g/help/1842-rotate-signing-key",
        .object_url = "https://harbor.example/objects/1842",
        .excerpt = pick(
            locale,
            "After moving the node to a new host, old servers refuse our posts with 401.",
            "节点迁移到新主机后，旧节点以 401 拒绝我们的帖子。"
        ),
        .opener = tao(locale),
        .published = now - 20h,
        .replies = posts - 1,
        .participants = 3,
        .likes = 48,
        .replies_elsewhere = 2,
        .pages = 7,
    };
    page.posts.push_back({
        .number = 1,
        .path = "/p/99120",
        .author = tao(locale),
        .content = html(pick(
            locale,
            "<p>After moving the node to a new host, old servers refuse our posts with "
            "<code>401</code>. The clock is right and the actor document shows the new key.</p>"
            "<blockquote><p>Signature verification failed for key #main-key</p></blockquote>"
            "<ul><li>Harbor 2.3, three days old</li><li>about sixty servers follow us</li></ul>"
            "<pre><code>node key rotate --keep 14d</code></pre><p>Is there <em>anything</em> else "
            "to do, or do we just wait?</p>",
            "<p>节点迁移到新主机后，旧节点以 <code>401</code> 拒绝我们的帖子。时钟是准确的，actor "
            "文档也显示了新密钥。</p><blockquote><p>Signature verification failed for key "
            "#main-key</p></blockquote><ul><li>Harbor "
            "2.3，上线三天</li><li>约六十个节点关注我们</li></ul>"
            "<pre><code>node key rotate --keep "
            "14d</code></pre><p>还有<em>别的</em>要做吗，还是等待即可？</p>"
        )),
        .text = page.excerpt,
        .language = std::string(web_tag(locale)),
        .attachments =
            {{.kind = AttachmentKind::image,
              .url = std::string(asset_path("header.png")),
              .description =
                  pick(locale, "Timeline of the move, drawn by hand", "手绘的迁移时间线"),
              .media_type = "image/png",
              .width = 900,
              .height = 300},
             {.kind = AttachmentKind::file,
              .url = "/media/42/log.txt",
              .description = "log.txt",
              .media_type = "text/plain"}},
        .likes = 48,
        .published = now - 20h,
        .edited = now - 19h,
    });
    for (std::uint32_t number = 2; number <= posts; ++number)
        page.posts.push_back(answer(locale, number));
    if (posts > 6) {
        page.posts[4].state = PostState::deleted;
        page.posts[5].state = PostState::removed;
        page.posts[6].warning = pick(locale, "Long log file", "很长的日志");
    }
    return page;
}

MemberPage sample_member(Locale locale) {
    MemberPage page{
        .member = ana(locale),
        .address = "@ana@harbor.example",
        .actor_url = "https://harbor.example/users/ana",
        .header_url = std::string(asset_path("header.png")),
        .bio = html(pick(
            locale,
            "<p>Keeps the harbour lights on. Ask me about keys, backups and old boats.</p>",
            "<p>守着港湾的灯。密钥、备份和老船，都可以问我。</p>"
        )),
        .summary = pick(locale, "Keeps the harbour lights on.", "守着港湾的灯。"),
        .fields =
            {{.name = pick(locale, "Website", "网站"),
              .value = html(
                  "<a href=\"https://ana.example\" rel=\"me nofollow noopener\">ana.example</a>"
              ),
              .verified = true},
             {.name = pick(locale, "Place", "所在地"), .value = html(pick(locale, "Graz", "格拉茨"))
             }},
        .post_count = 412,
        .followers = 1089,
        .following = 87,
        .joined = now - 9000h,
        .indexable = true,
    };
    for (TopicRow const& row : rows(locale)) {
        bool const reply = page.posts.size() % 2 == 1;
        page.posts.push_back({
            .path = row.path,
            .title = reply ? "" : row.title,
            .excerpt = pick(
                locale,
                "Keep the old key in assertionMethod for two weeks, then let it go. Servers that "
                "cached the actor ask again.",
                "将旧密钥在 assertionMethod 中保留两周，然后再移除。缓存了 actor 的节点会重新获取。"
            ),
            .group = help(locale),
            .replies = row.replies,
            .published = row.last_activity,
            .reply = reply,
        });
    }
    page.posts.resize(8);
    return page;
}

}  // namespace folkmoot::webui
