// What holds for every page: well-formed, one title and heading, language, canonical, no inline
// script or style, sizes.
#include "tests/webui/markup.hpp"
#include "tests/webui/samples.hpp"
#include "webui/style/assets.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <zlib.h>

namespace folkmoot::webui {
namespace {

Templates const& templates() {
    static Templates const made;
    return made;
}

std::vector<SamplePage> const& samples() {
    static std::vector<SamplePage> const made = sample_pages(templates());
    return made;
}

std::string const& sample(std::string_view name) {
    return std::ranges::find(samples(), name, &SamplePage::name)->html;
}

std::size_t compressed_size(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(bytes.size() + 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return stream.total_out;
}

std::vector<std::string> sample_names() {
    std::vector<std::string> names;
    for (SamplePage const& page : samples())
        names.push_back(page.name);
    return names;
}

std::string test_name(testing::TestParamInfo<std::string> const& info) {
    std::string name = info.param;
    std::ranges::replace(name, '-', '_');
    return name;
}

class EveryPage : public testing::TestWithParam<std::string> {};

TEST_P(EveryPage, IsWellFormed) {
    EXPECT_EQ(read_markup(sample(GetParam())).mistakes, std::vector<std::string>{});
}

TEST_P(EveryPage, HasOneTitleHeadingLanguageCanonicalAndMain) {
    Markup const page = read_markup(sample(GetParam()));
    ASSERT_EQ(page.all("title").size(), 1U);
    EXPECT_FALSE(page.all("title")[0].text.empty());
    EXPECT_EQ(page.all("h1").size(), 1U);
    EXPECT_EQ(page.all("main").size(), 1U);
    bool const chinese = GetParam().ends_with("zh-Hans");
    EXPECT_EQ(page.all("html")[0].attribute("lang"), chinese ? "zh-Hans" : "en");
    auto const links = page.all("link");
    EXPECT_EQ(
        std::ranges::count_if(
            links, [](Element const& link) { return link.attribute("rel") == "canonical"; }
        ),
        1
    );
}

TEST_P(EveryPage, HasHeadingsWithoutGaps) {
    int depth = 1;
    for (Element const& element : read_markup(sample(GetParam())).elements) {
        if (element.name.size() != 2 || element.name[0] != 'h' || element.name[1] < '1' ||
            element.name[1] > '6')
            continue;
        int const level = element.name[1] - '0';
        EXPECT_LE(level, depth + 1) << element.text;
        depth = level;
    }
}

TEST_P(EveryPage, CarriesNoInlineScriptOrStyle) {
    for (Element const& element : read_markup(sample(GetParam())).elements) {
        EXPECT_NE(element.name, "style");
        if (element.name == "script")
            EXPECT_EQ(element.attribute("type"), "application/ld+json");
        for (auto const& [name, value] : element.attributes) {
            EXPECT_NE(name, "style") << element.name;
            EXPECT_FALSE(name.starts_with("on")) << name;
        }
    }
}

TEST_P(EveryPage, LabelsEveryImageAndField) {
    Markup const page = read_markup(sample(GetParam()));
    for (Element const& image : page.all("img"))
        EXPECT_TRUE(image.attributes.contains("alt"));
    auto const labels = page.all("label");
    for (Element const& input : page.all("input"))
        if (input.attribute("type") != "hidden")
            EXPECT_TRUE(std::ranges::any_of(labels, [&](Element const& label) {
                return label.attribute("for") == input.attribute("id");
            }));
    for (Element const& element : page.elements)
        for (char const* key : {"aria-labelledby", "aria-describedby"})
            if (element.attributes.contains(key))
                EXPECT_FALSE(page.by_id(element.attribute(key)).name.empty())
                    << element.attribute(key);
}

TEST_P(EveryPage, RefersOnlyToAssetsThatExist) {
    for (Element const& element : read_markup(sample(GetParam())).elements)
        for (char const* key : {"href", "src"}) {
            std::string const url = element.attribute(key);
            if (url.starts_with("/assets/")) {
                std::string const path = url.substr(0, url.find('#'));
                auto const asset = std::ranges::find(assets(), path, &Asset::path);
                ASSERT_NE(asset, assets().end()) << url;
                if (url.contains('#'))
                    EXPECT_TRUE(asset->body.contains("id=\"" + url.substr(url.find('#') + 1) + "\"")
                    ) << url;
            }
        }
}

TEST_P(EveryPage, FitsTheBudgetOfAReadingPage) {
    EXPECT_LE(compressed_size(sample(GetParam())), 14U * 1024);
}

INSTANTIATE_TEST_SUITE_P(Pages, EveryPage, testing::ValuesIn(sample_names()), test_name);

TEST(Budgets, TopicWithFiftyPostsFits) {
    for (Locale const locale : all_locales)
        EXPECT_LE(
            compressed_size(render_topic(
                templates(), sample_chrome(locale, "/g/help/1842"), sample_topic(locale, 50)
            )),
            30U * 1024
        );
}

class WithoutIndex : public testing::TestWithParam<std::string> {};

TEST_P(WithoutIndex, SaysSo) {
    EXPECT_TRUE(sample(GetParam()).contains("<meta name=\"robots\" content=\"noindex\">"));
}

INSTANTIATE_TEST_SUITE_P(
    Pages,
    WithoutIndex,
    testing::Values(
        "sign-in-en",
        "consent-en",
        "code-en",
        "problem-404-en",
        "problem-410-en",
        "member-remote-en",
        "group-remote-empty-en"
    ),
    test_name
);

TEST(Index, PublicLocalPagesAreIndexed) {
    for (char const* name : {"landing-en", "about-en", "group-en", "topic-en", "member-en"})
        EXPECT_FALSE(sample(name).contains("noindex")) << name;
}

TEST(Canonical, RemotePagesPointHome) {
    EXPECT_TRUE(sample("group-remote-empty-en")
                    .contains("rel=\"canonical\" href=\"https://kbd.example/c/help\""));
    EXPECT_TRUE(
        sample("member-remote-en").contains("rel=\"canonical\" href=\"https://kbd.example/@ana\"")
    );
}

TEST(Canonical, LaterPageOfATopicIsItsOwn) {
    EXPECT_TRUE(sample("topic-locked-page-4-en")
                    .contains("href=\"https://harbor.example/g/help/1842-rotate-signing-key?p=4\"")
    );
}

TEST(Topic, LinksItsActivityStreamsForm) {
    EXPECT_TRUE(sample("topic-en")
                    .contains("<link rel=\"alternate\" type=\"application/activity+json\" "
                              "href=\"https://harbor.example/objects/1842\">"));
}

TEST(Topic, NumbersItsPostsAndKeepsTombstones) {
    Markup const page = read_markup(sample("topic-en"));
    for (int number = 1; number <= 12; ++number)
        EXPECT_EQ(page.by_id("p" + std::to_string(number)).name, "article") << number;
    EXPECT_TRUE(page.by_id("p5").attribute("class").contains("tombstone"));
    EXPECT_TRUE(sample("topic-en").contains("The author deleted this post."));
    EXPECT_TRUE(sample("topic-en").contains("A moderator removed this post."));
}

TEST(Topic, SaysTheDepthOfAReplyInWords) {
    EXPECT_TRUE(sample("topic-en").contains("reply to Bo Lindqvist, level 2"));
    EXPECT_TRUE(sample("topic-zh-Hans").contains("回复 Bo Lindqvist，第 2 层"));
}

TEST(Topic, RemoteOpenerDoesNotMarkLocalPosts) {
    TopicPage page = sample_topic(Locale::en, 1);
    page.opener.domain = "elsewhere.example";
    std::string const html = render_topic(templates(), sample_chrome(Locale::en, "/"), page);
    EXPECT_EQ(html.find("class=\"far\""), html.rfind("class=\"far\""));
}

TEST(Topic, PagerShowsFirstLastAndNeighbours) {
    TopicPage page = sample_topic(Locale::en, 2);
    page.page = 10;
    page.pages = 20;
    Markup const markup =
        read_markup(render_topic(templates(), sample_chrome(Locale::en, "/"), page));
    std::vector<std::string> numbers;
    for (Element const& link : markup.all("a"))
        if (!link.text.empty() && link.text.find_first_not_of("0123456789") == std::string::npos)
            numbers.push_back(link.text);
    EXPECT_EQ(numbers, (std::vector<std::string>{"1", "8", "9", "10", "11", "12", "20"}));
}

TEST(LinkedData, MatchesTheVisibleTopic) {
    auto const scripts = read_markup(sample("topic-en")).all("script");
    ASSERT_EQ(scripts.size(), 1U);
    auto const document = nlohmann::json::parse(scripts[0].text);
    EXPECT_EQ(document["@type"], "DiscussionForumPosting");
    EXPECT_EQ(document["headline"], "How do I rotate the signing key?");
    EXPECT_EQ(document["url"], "https://harbor.example/g/help/1842-rotate-signing-key");
    EXPECT_EQ(document["datePublished"], "2026-11-20T18:05:00Z");
    EXPECT_EQ(document["isPartOf"]["name"], "Help");
    EXPECT_EQ(document["comment"].size(), 9U);
    EXPECT_EQ(document["interactionStatistic"][0]["userInteractionCount"], 11);
}

TEST(LinkedData, IsLeftOutOfWhatIsNotPublicAndLocal) {
    TopicPage page = sample_topic(Locale::en, 2);
    page.indexable = false;
    EXPECT_FALSE(render_topic(templates(), sample_chrome(Locale::en, "/"), page).contains("ld+json")
    );
    page.indexable = true;
    page.original_url = "https://kbd.example/1";
    EXPECT_FALSE(render_topic(templates(), sample_chrome(Locale::en, "/"), page).contains("ld+json")
    );
}

struct IdCase {
    char const* page;
    char const* id;
    char const* element;
};

class DoorIds : public testing::TestWithParam<IdCase> {};

TEST_P(DoorIds, AreThereForClients) {
    auto const [page, id, element] = GetParam();
    EXPECT_EQ(read_markup(sample(std::string(page) + "-en")).by_id(id).name, element);
    EXPECT_EQ(read_markup(sample(std::string(page) + "-zh-Hans")).by_id(id).name, element);
}

INSTANTIATE_TEST_SUITE_P(
    Ids,
    DoorIds,
    testing::Values(
        IdCase{"sign-in", "login-user", "input"},
        IdCase{"sign-in", "login-password", "input"},
        IdCase{"sign-in", "login-submit", "button"},
        IdCase{"consent", "oauth-allow", "button"},
        IdCase{"consent", "oauth-deny", "button"},
        IdCase{"code", "oauth-code", "code"}
    )
);

TEST(SignIn, CarriesHiddenFieldsAndToken) {
    std::string const& html = sample("sign-in-en");
    EXPECT_TRUE(html.contains("<input type=\"hidden\" name=\"csrf\" value=\"t\">"));
    EXPECT_TRUE(html.contains("<input type=\"hidden\" name=\"next\" value=\"/g/help\">"));
    EXPECT_TRUE(html.contains("value=\"ana\""));
}

TEST(SignIn, LinksTheErrorToItsField) {
    Markup const page = read_markup(sample("sign-in-error-2-en"));
    EXPECT_EQ(page.by_id("login-password").attribute("aria-invalid"), "true");
    EXPECT_FALSE(page.by_id("login-user").attributes.contains("aria-invalid"));
    EXPECT_EQ(page.by_id("errors").attribute("role"), "alert");
}

TEST(SignIn, SaysWhenToComeBack) {
    EXPECT_TRUE(sample("sign-in-error-4-en").contains("Try again in 4 minutes."));
    EXPECT_TRUE(sample("sign-in-error-4-zh-Hans").contains("请在4 分钟后再试。"));
}

TEST(Consent, ExplainsScopesAndWarnsOfAdministration) {
    EXPECT_TRUE(sample("consent-en").contains("Write and delete posts for you"));
    EXPECT_FALSE(sample("consent-en").contains("rights of an administrator"));
    EXPECT_TRUE(sample("consent-admin-en").contains("rights of an administrator"));
}

TEST(Frame, VisitorPagesCarryNoToken) {
    EXPECT_FALSE(sample("landing-en").contains("value=\"c3NyZg\""));
    EXPECT_TRUE(sample("group-en").contains("value=\"c3NyZg\""));
}

TEST(Frame, ThemeIsAnAttribute) {
    Chrome chrome = sample_chrome(Locale::en, "/");
    EXPECT_FALSE(render_landing(templates(), chrome, {}).contains("data-theme"));
    chrome.theme = Theme::dark;
    EXPECT_TRUE(render_landing(templates(), chrome, {}).contains("data-theme=\"dark\""));
}

}  // namespace
}  // namespace folkmoot::webui
