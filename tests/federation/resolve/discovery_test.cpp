#include "federation/resolve/html_discovery.hpp"
#include "federation/resolve/nodeinfo_client.hpp"
#include "tests/federation/resolve/resolve_fixture.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace folkmoot::federation {
namespace {

// ---- Link header

struct LinkCase {
    char const* name;
    char const* header;
    char const* found;  ///< null: none
};

constexpr LinkCase link_cases[] = {
    {"Plain",
     R"(<https://a.example/1>; rel="alternate"; type="application/activity+json")",
     "https://a.example/1"},
    {"Unquoted",
     "<https://a.example/1>;rel=alternate;type=application/activity+json",
     "https://a.example/1"},
    {"SecondOfTwo",
     R"(</feed>; rel="alternate"; type="application/rss+xml", </o/1>; rel="alternate"; type="application/activity+json")",
     "/o/1"},
    {"CommaInTarget",
     R"(<https://a.example/1,2>; rel=alternate; type="application/activity+json")",
     "https://a.example/1,2"},
    {"CommaInQuotes",
     R"(</x>; title="a, <b>"; rel=alternate; type="application/activity+json")",
     "/x"},
    {"Profile",
     R"(</x>; rel=alternate; type="application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"")",
     "/x"},
    {"SeveralRelations",
     R"(</x>; rel="canonical Alternate"; type="application/activity+json")",
     "/x"},
    {"FirstRelCounts", R"(</x>; rel=next; rel=alternate; type="application/activity+json")", nullptr
    },
    {"OtherRelation", R"(</x>; rel=canonical; type="application/activity+json")", nullptr},
    {"NoType", "</x>; rel=alternate", nullptr},
    {"OtherType", "</x>; rel=alternate; type=text/html", nullptr},
    {"Unclosed", "<https://a.example/1; rel=alternate", nullptr},
    {"UnclosedQuote", R"(</x>; rel="alternate; type=application/activity+json)", nullptr},
    {"EmptyTarget", R"(<>; rel=alternate; type="application/activity+json")", nullptr},
    {"OnlySemicolons", "</x>;;;;", nullptr},
    {"Empty", "", nullptr},
};

class LinkHeader : public testing::TestWithParam<LinkCase> {};

TEST_P(LinkHeader, Rfc8288) {
    auto const found = find_alternate_in_link_header(GetParam().header);
    if (GetParam().found == nullptr) {
        EXPECT_EQ(found, std::nullopt);
    } else {
        EXPECT_EQ(found, GetParam().found);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    LinkHeader,
    testing::ValuesIn(link_cases),
    [](auto const& parameter) { return parameter.param.name; }
);

// ---- pages

class Discovery : public ResolveTest {
protected:
    Result<FetchedDocument> discover(std::string const& url, FetchBudget budget = FetchBudget()) {
        return run(discover_document(fetcher(), iri(url), {}, budget));
    }
};

constexpr char const* page = "https://remote.example/@ana/1";
constexpr char const* object = "https://remote.example/objects/1";

TEST_F(Discovery, ADocumentIsTakenAtOnce) {
    door.document(object);
    auto const found = discover(object);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->id.text(), object);
    EXPECT_EQ(door.requests().size(), 1U);
}

TEST_F(Discovery, LinkHeaderComesBeforeTheMarkup) {
    door.respond(
        page,
        200,
        "text/html",
        R"(<link rel=alternate type="application/activity+json" href="/wrong">)",
        {{"Link", R"(</objects/1>; rel="alternate"; type="application/activity+json")"}}
    );
    door.document(object);
    auto const found = discover(page);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->id.text(), object);
}

TEST_F(Discovery, FindsTheLinkElement) {
    door.respond(
        page,
        200,
        "text/html; charset=utf-8",
        R"(<!doctype html><html><head><link rel="alternate" type="application/activity+json" href="/objects/1"></head></html>)"
    );
    door.document(object);
    auto const found = discover(page);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->id.text(), object);
}

TEST_F(Discovery, OneHopOnly) {
    door.respond(
        page,
        200,
        "text/html",
        R"(<link rel=alternate type="application/activity+json" href="/next">)"
    );
    door.respond(
        "https://remote.example/next",
        200,
        "text/html",
        R"(<link rel=alternate type="application/activity+json" href="/objects/1">)"
    );
    door.document(object);
    auto const found = discover(page);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::remote_invalid);
    EXPECT_EQ(door.requests().size(), 2U);
}

TEST_F(Discovery, PagesWithoutADocument) {
    door.respond(page, 200, "text/html", "<p>hello</p>");
    EXPECT_EQ(discover(page).error().code, ErrorCode::not_found);
    door.respond(
        "https://remote.example/x.png",
        200,
        "image/png",
        R"(<link rel=alternate type="application/activity+json" href="/objects/1">)"
    );
    EXPECT_EQ(discover("https://remote.example/x.png").error().code, ErrorCode::not_found);
}

TEST_F(Discovery, S04_LinksThatLeadNowhereWeGo) {
    for (auto const* href :
         {"javascript:alert(1)",
          "http://remote.example/o",
          "https://127.0.0.1/",
          "file:///etc/passwd"}) {
        tests::FakeDoor own;
        own.respond(
            page,
            200,
            "text/html",
            std::string("<link rel=alternate type='application/activity+json' href='") + href + "'>"
        );
        DocumentFetcher own_fetcher(
            io.get_executor(), config, own.fetch(), sign_with_form, clock()
        );
        auto const found = run(discover_document(own_fetcher, iri(page), {}, FetchBudget()));
        ASSERT_FALSE(found) << href;
        EXPECT_EQ(own.requests().size(), 1U) << href;
    }
}

// ---- NodeInfo

class NodeInfoClientTest : public ResolveTest {
protected:
    void script(std::string const& document = "https://remote.example/nodeinfo/2.1") {
        door.respond(
            "https://remote.example/.well-known/nodeinfo",
            200,
            "application/json",
            R"({"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":")" +
                document +
                R"("},{"rel":"https://www.w3.org/ns/activitystreams#Application","href":"https://remote.example/actor"}]})"
        );
        door.respond(
            "https://remote.example/nodeinfo/2.1",
            200,
            "application/json",
            R"({"version":"2.1","software":{"name":"Lemmy","version":"1.0"},"protocols":["activitypub"]})"
        );
    }

    Result<PeerSoftware> look_up() { return run(client.look_up("remote.example")); }

    NodeInfoClient client{fetcher(), {}, clock()};
};

TEST_F(NodeInfoClientTest, ReadsSoftwareAndInstanceActorUnsigned) {
    script();
    auto const found = look_up();
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->info.software_name, "lemmy");
    EXPECT_EQ(found->instance_actor, "https://remote.example/actor");
    EXPECT_EQ(door.requests().size(), 2U);
    EXPECT_EQ(door.requests()[0].signature, "");
}

TEST_F(NodeInfoClientTest, AsksOnceADay) {
    script();
    ASSERT_TRUE(look_up());
    now += std::chrono::hours(23);
    ASSERT_TRUE(look_up());
    EXPECT_EQ(door.requests().size(), 2U);
    now += std::chrono::hours(1);
    ASSERT_TRUE(look_up());
    EXPECT_EQ(door.requests().size(), 4U);
}

TEST_F(NodeInfoClientTest, RemembersThatThereIsNone) {
    EXPECT_FALSE(look_up());
    EXPECT_FALSE(look_up());
    EXPECT_EQ(door.requests().size(), 1U);
}

TEST_F(NodeInfoClientTest, S04_LinkMustBeAPublicHttpsAddress) {
    script("data:application/json,{}");
    auto const found = look_up();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::remote_invalid);
    EXPECT_EQ(door.requests().size(), 1U);
}

}  // namespace
}  // namespace folkmoot::federation
