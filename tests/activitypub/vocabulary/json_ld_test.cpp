// JSON-LD tricks (row F20) and what a document is.
#include "activitypub/vocabulary/json_ld.hpp"

#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/context.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

struct Case {
    char const* name;
    char const* document;
    char const* expected;  ///< rule, kind or type; "" when nothing is wrong
};

std::string case_name(testing::TestParamInfo<Case> const& parameter) {
    return parameter.param.name;
}

class JsonLd : public testing::TestWithParam<Case> {};

TEST_P(JsonLd, IsAcceptedOrRefusedByItsRule) {
    auto const checked = check_json_ld(json::parse(GetParam().document));
    EXPECT_EQ(GetParam().expected, checked ? "" : checked.error().detail);
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF_F20,
    JsonLd,
    testing::Values(
        Case{"NoContext", R"({"id":"a","type":"Note"})", ""},
        Case{
            "RemoteContextsAreNotJudged",
            R"({"@context":["https://www.w3.org/ns/activitystreams","http://127.0.0.1/c",null]})",
            ""
        },
        Case{
            "OwnTerms",
            R"({"@context":{"toot":"http://joinmastodon.org/ns#","discoverable":"toot:discoverable"}})",
            ""
        },
        Case{
            "CoreTermAsItself",
            R"({"@context":{"alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},"to":"as:to"}})",
            ""
        },
        Case{
            "CoreTermInFull",
            R"({"@context":{"actor":{"@id":"https://www.w3.org/ns/activitystreams#actor"}}})",
            ""
        },
        Case{
            "CoreTermByOwnPrefix",
            R"({"@context":{"a":"https://www.w3.org/ns/activitystreams#","actor":"a:actor"}})",
            ""
        },
        Case{"OldNamespace", R"({"@context":{"as":"http://www.w3.org/ns/activitystreams#"}})", ""},
        Case{"IdAndTypeAliases", R"({"@context":{"id":"@id","type":"@type"}})", ""},
        Case{
            "LocationOfMobilizon",
            R"({"@context":{"location":{"@id":"sc:location"},"Place":"sc:Place"}})",
            ""
        },
        Case{"LanguageAndVocab", R"({"@context":{"@language":"und","@vocab":"_:"}})", ""},
        Case{"UnknownAsTerm", R"({"as:manuallyApprovesFollowers":true})", ""},
        Case{"NestedTypeOfOtherVocabulary", R"({"vcard:hasAddress":{"@type":"vcard:Home"}})", ""},
        Case{
            "SecurityTermAsItself",
            R"({"@context":{"publicKey":{"@id":"https://w3id.org/security#publicKey"},"owner":"sec:owner"}})",
            ""
        },
        Case{"Graph", R"({"@graph":[]})", "json-ld.keyword"},
        Case{"GraphDeep", R"({"object":{"tag":[{"@graph":[]}]}})", "json-ld.keyword"},
        Case{"Included", R"({"@included":[]})", "json-ld.keyword"},
        Case{"Reverse", R"({"object":{"@reverse":{}}})", "json-ld.keyword"},
        Case{"Nest", R"({"@nest":{}})", "json-ld.keyword"},
        Case{
            "ReverseInContext", R"({"@context":{"x":{"@reverse":"as:object"}}})", "json-ld.keyword"
        },
        Case{
            "GraphContainer",
            R"({"@context":{"x":{"@id":"y:x","@container":["@graph","@id"]}}})",
            "json-ld.keyword"
        },
        Case{"GraphAlias", R"({"@context":{"x":"@graph"}})", "json-ld.alias"},
        Case{"IdAlias", R"({"@context":{"identity":{"@id":"@id"}}})", "json-ld.alias"},
        Case{"IdTwin", R"({"id":"a","@id":"b"})", "json-ld.twin"},
        Case{"TypeTwin", R"({"type":"Note","@type":"Delete"})", "json-ld.twin"},
        Case{"TwinDeep", R"({"object":[{"object":{"id":"a","@id":"b"}}]})", "json-ld.twin"},
        Case{
            "ExpandedActor",
            R"({"https://www.w3.org/ns/activitystreams#actor":"a"})",
            "json-ld.expanded"
        },
        Case{
            "ExpandedActorHttp",
            R"({"http://www.w3.org/ns/activitystreams#actor":"a"})",
            "json-ld.expanded"
        },
        Case{"PrefixedObject", R"({"as:object":"a"})", "json-ld.expanded"},
        Case{"PrefixedDeep", R"({"object":{"as:attributedTo":"a"}})", "json-ld.expanded"},
        Case{"ExpandedKey", R"({"https://w3id.org/security#publicKey":{}})", "json-ld.expanded"},
        Case{"PrefixedKey", R"({"sec:publicKeyPem":"k"})", "json-ld.expanded"},
        Case{"ExpandedInbox", R"({"http://www.w3.org/ns/ldp#inbox":"a"})", "json-ld.expanded"},
        Case{
            "ActorObjectSwap",
            R"({"@context":{"actor":{"@id":"as:object","@type":"@id"}}})",
            "json-ld.redefines"
        },
        Case{
            "RedefinedInArray",
            R"({"@context":["https://www.w3.org/ns/activitystreams",{"to":"ex:to"}]})",
            "json-ld.redefines"
        },
        Case{
            "RedefinedDeep",
            R"({"object":{"@context":{"attributedTo":"as:name"}}})",
            "json-ld.redefines"
        },
        Case{"RedefinedType", R"({"@context":{"Note":"as:Delete"}})", "json-ld.redefines"},
        Case{"RedefinedAsNothing", R"({"@context":{"object":null}})", "json-ld.redefines"},
        Case{
            "RedefinedWithoutId", R"({"@context":{"actor":{"@type":"@id"}}})", "json-ld.redefines"
        },
        Case{"RedefinedId", R"({"@context":{"id":"as:url"}})", "json-ld.redefines"},
        Case{"RedefinedPublicKey", R"({"@context":{"publicKey":"ex:key"}})", "json-ld.redefines"},
        Case{
            "ReboundPrefix",
            R"({"@context":{"as":"https://evil.example/ns#"}})",
            "json-ld.redefines"
        },
        Case{
            "ReboundByOwnPrefix",
            R"({"@context":{"sec":"https://evil.example/ns#"}})",
            "json-ld.redefines"
        },
        Case{
            "ScopedContext",
            R"({"@context":{"x":{"@id":"ex:x","@context":{"actor":"as:object"}}}})",
            "json-ld.redefines"
        }
    ),
    case_name
);

TEST(ThreatF, F20_OurOwnContextsPass) {
    for (auto const& context :
         {actor_context(), object_context(), plain_context(), announce_context()}) {
        auto const checked = check_json_ld(json{{"@context", json(context)}});
        EXPECT_TRUE(checked) << checked.error().detail << context.dump();
    }
}

class Classify : public testing::TestWithParam<Case> {};

TEST_P(Classify, JudgesByShape) {
    EXPECT_EQ(GetParam().expected, to_string(classify(json::parse(GetParam().document))));
}

INSTANTIATE_TEST_SUITE_P(
    Vocabulary,
    Classify,
    testing::Values(
        Case{"Activity", R"({"type":"Create"})", "activity"},
        Case{"UnknownActivity", R"({"type":"Dance","actor":"a"})", "activity"},
        Case{"ChatMessageHasAnActor", R"({"type":"ChatMessage","actor":"a"})", "object"},
        Case{"Actor", R"({"type":"Group"})", "actor"},
        Case{"ActorOfTwoVocabularies", R"({"type":["vcard:individual","Person"]})", "actor"},
        Case{"Object", R"({"type":"Note"})", "object"},
        Case{"UnknownObject", R"({"type":"Album","attributedTo":"a"})", "object"},
        Case{"Collection", R"({"type":"OrderedCollectionPage"})", "collection"},
        Case{"Multikey", R"({"type":"Multikey"})", "key"},
        Case{"BareKey", R"({"id":"a","owner":"b","publicKeyPem":"c"})", "key"},
        Case{"WebFinger", R"({"subject":"acct:a@b","links":[]})", "web_finger"},
        Case{"LinkDocument", R"({"links":[]})", "link_document"},
        Case{
            "NodeInfo",
            R"({"version":"2.0","software":{"name":"x"},"protocols":["activitypub"]})",
            "node_info"
        },
        Case{"Context", R"({"@context":{}})", "context"},
        Case{"TwoTypes", R"({"type":["Create","Delete"]})", "unknown"},
        Case{"TypeNumber", R"({"type":1})", "unknown"},
        Case{"Empty", "{}", "unknown"},
        Case{"Array", "[]", "unknown"}
    ),
    case_name
);

class ReadType : public testing::TestWithParam<Case> {};

TEST_P(ReadType, GivesTheOneTypeOrTheRule) {
    auto const type = read_type(json::parse(GetParam().document));
    EXPECT_EQ(GetParam().expected, type ? *type : type.error().detail);
}

INSTANTIATE_TEST_SUITE_P(
    Vocabulary,
    ReadType,
    testing::Values(
        Case{"String", R"({"type":"Note"})", "Note"},
        Case{"ArrayOfOne", R"({"type":["Note"]})", "Note"},
        Case{"PlainNameWins", R"({"type":["farm:Plant","Create"]})", "Create"},
        Case{
            "PlainNameFirst",
            R"({"type":["Person","vcard:individual","https://a.example/T"]})",
            "Person"
        },
        Case{"OnlyForeign", R"({"type":["farm:Plant","farm:Crop"]})", "farm:Plant"},
        Case{"TwoPlain", R"({"type":["Create","Delete"]})", "type.ambiguous"},
        Case{"PlainTwice", R"({"type":["Note","Note"]})", "type.ambiguous"},
        Case{"TwoPlainAndForeign", R"({"type":["Create","a:b","Undo"]})", "type.ambiguous"},
        Case{"Absent", "{}", "type.missing"},
        Case{"Null", R"({"type":null})", "type.missing"},
        Case{"EmptyArray", R"({"type":[]})", "type.missing"},
        Case{"EmptyString", R"({"type":""})", "type.missing"},
        Case{"Number", R"({"type":1})", "type.kind"},
        Case{"NumberInArray", R"({"type":["Note",1]})", "type.kind"},
        Case{"Object", R"({"type":{"id":"Note"}})", "type.kind"}
    ),
    case_name
);

}  // namespace
}  // namespace folkmoot::activitypub
