// Everything that other projects put on the wire, through the guard, the readers, the writers and
// the rules of trust. The files and the reason of each one that is refused: refused_by_design.hpp.
#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/document.hpp"
#include "activitypub/vocabulary/json_ld.hpp"
#include "activitypub/vocabulary/ownership.hpp"
#include "tests/corpus/corpus_files.hpp"
#include "tests/corpus/refused_by_design.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;
using tests::CorpusFile;

/// Many documents come from test hosts on http and odd ports.
constexpr auto policy = IriPolicy::development();
Origin const home{"https", "home.test", 443};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

class Corpus : public testing::Test {
protected:
    void SetUp() override {
        auto const folder = tests::corpus_folder();
        if (!folder) {
            GTEST_SKIP() << "SKIPPED: no shared corpus; set FOLKMOOT_SHARED_CORPUS to its folder";
        }
        files_ = tests::load_corpus(*folder);
        ASSERT_GT(files_.size(), 500U);
        for (auto& file : files_) {
            // Mbin's snapshots have their ids, keys and dates blanked out.
            replace_all(file.text, "SCRUBBED_ID", "https://kbin.test/scrubbed");
            replace_all(file.text, "SCRUBBED_KEY", "https://kbin.test/u/user#main-key");
            replace_all(file.text, "SCRUBBED_DATE", "2026-01-02T03:04:05+00:00");
        }
    }

    /// Whether the README calls a file something else than a document of the vocabulary.
    static bool is_foreign(CorpusFile const& file) {
        return file.what.starts_with("fragment") || file.what.starts_with("WebFinger") ||
               file.what.starts_with("well-known") || file.what.starts_with("JSON-LD context");
    }

    /// Calls `check(file, value)` for every file that is read as a T.
    template <class T, class Check>
    void for_each(Check check) const {
        std::size_t count = 0;
        for (auto const& file : files_) {
            auto const document = read_document(file.text, policy);
            if (!document) {
                continue;
            }
            if (auto const* value = std::get_if<T>(&*document)) {
                SCOPED_TRACE(file.name);
                check(file, *value);
                ++count;
            }
        }
        EXPECT_GT(count, 0U);
    }

    std::vector<CorpusFile> files_;
};

nlohmann::ordered_json write(Activity const& value) {
    return write_activity(value);
}

nlohmann::ordered_json write(Actor const& value) {
    return write_actor(value);
}

nlohmann::ordered_json write(Object const& value) {
    return write_object(value);
}

nlohmann::ordered_json write(Collection const& value) {
    return write_collection(value);
}

nlohmann::ordered_json write(ActorKey const& value) {
    return write_key(value);
}

TEST_F(Corpus, EveryFileIsReadAsAnotherParserReadsIt) {
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name);
        auto const value = parse_json(file.text);
        ASSERT_TRUE(value) << value.error().detail;
        EXPECT_EQ(json::parse(file.text), *value);
        EXPECT_EQ(*value, parse_json(value->dump()).value()) << "written again it is not the same";
    }
}

TEST_F(Corpus, EveryFileIsClassifiedAsTheReadmeSays) {
    std::map<std::string, std::string> const kinds = {
        {"activity", "activity"},
        {"actor", "actor"},
        {"object", "object"},
        {"Collection", "collection"},
        {"Collection,", "collection"},
        {"CollectionPage,", "collection"},
        {"OrderedCollection", "collection"},
        {"OrderedCollection,", "collection"},
        {"OrderedCollectionPage", "collection"},
        {"OrderedCollectionPage,", "collection"},
        {"WebFinger", "web_finger"},
        {"well-known", "link_document"},
        {"JSON-LD", "context"},
        {"fragment", "unknown"},
    };
    // The README looks at the first type or at the words; these are more exactly something else.
    std::map<std::string, std::string> const exact = {
        {"object farm:Plant+Create", "activity"},
        {"object Person+vcard:individual", "actor"},
        {"object Multikey", "key"},
        {"fragment with keys @context, id, owner, publicKeyPem", "key"},
    };
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name + ": " + file.what);
        auto const word = file.what.substr(0, file.what.find(' '));
        ASSERT_TRUE(kinds.contains(word));
        auto const listed = exact.find(file.what);
        auto const& expected = listed == exact.end() ? kinds.at(word) : listed->second;
        EXPECT_EQ(expected, to_string(classify(parse_json(file.text).value())));
    }
}

TEST_F(Corpus, EveryDocumentIsReadOrRefusedByDesign) {
    std::map<std::string, tests::RefusedFile> listed;
    for (auto const& refused : tests::refused_documents) {
        listed.emplace(refused.name, refused);
    }
    std::size_t read = 0;
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name + ": " + file.what);
        auto const document = read_document(file.text, policy);
        auto const expected = listed.find(file.name);
        if (expected != listed.end()) {
            ASSERT_FALSE(document) << "listed as refused, and read";
            EXPECT_EQ(expected->second.rule, document.error().detail);
            listed.erase(expected);
        } else if (is_foreign(file)) {
            EXPECT_TRUE(document || document.error().detail == "document.kind")
                << document.error().detail;
        } else {
            EXPECT_TRUE(document) << document.error().detail;
            read += document ? 1 : 0;
        }
    }
    for (auto const& [name, refused] : listed) {
        ADD_FAILURE() << name << " is listed as refused and does not exist";
    }
    EXPECT_GT(read, 400U);
}

TEST_F(Corpus, OnTheInternetNothingIsRefusedButForItsAddresses) {
    for (auto const& file : files_) {
        auto const lenient = read_document(file.text, policy);
        auto const strict = read_document(file.text, IriPolicy::production());
        if (!lenient || strict) {
            continue;
        }
        auto const& detail = strict.error().detail;
        bool const address = detail.contains("iri.") || detail.ends_with(".inbox") ||
                             detail.ends_with(".attributedTo") || detail.starts_with("key.");
        EXPECT_TRUE(address) << file.name << ": " << detail;
    }
}

template <class T>
void expect_stable(T const& value) {
    auto const text = write(value).dump();
    auto const again = read_document(text, policy);
    ASSERT_TRUE(again) << again.error().detail << '\n' << text;
    auto const* same = std::get_if<T>(&*again);
    ASSERT_NE(nullptr, same) << text;
    EXPECT_TRUE(value == *same) << text << '\n' << write(*same).dump();
}

TEST_F(Corpus, ActivitiesSurviveWritingAndReading) {
    for_each<Activity>([](auto const&, Activity const& value) { expect_stable(value); });
}

TEST_F(Corpus, ActorsSurviveWritingAndReading) {
    for_each<Actor>([](auto const&, Actor const& value) { expect_stable(value); });
}

TEST_F(Corpus, ObjectsSurviveWritingAndReading) {
    for_each<Object>([](auto const&, Object const& value) { expect_stable(value); });
}

TEST_F(Corpus, CollectionsSurviveWritingAndReading) {
    for_each<Collection>([](auto const&, Collection const& value) { expect_stable(value); });
}

TEST_F(Corpus, KeysSurviveWritingAndReading) {
    for_each<ActorKey>([](auto const&, ActorKey const& value) { expect_stable(value); });
}

TEST_F(Corpus, AnnouncesForwardTheInnerActivityByteForByte) {
    for_each<Activity>([](CorpusFile const& file, Activity const& activity) {
        Activity envelope;
        envelope.type = ActivityType::announce;
        envelope.id = Iri::parse("https://home.test/activities/1").value();
        envelope.actor = Iri::parse("https://home.test/groups/open").value();
        auto const text = write_announce_raw(envelope, file.text);
        ASSERT_TRUE(text);
        ASSERT_TRUE(json::accept(*text));
        auto const inner = raw_member(*text, "object");
        EXPECT_EQ(inner, std::string_view(file.text).substr(0, inner.size()));
        EXPECT_EQ(json::parse(file.text), json::parse(inner));
        (void)activity;
    });
}

TEST_F(Corpus, ActivitiesPassTheRulesOfOwnershipOrAreRefusedByDesign) {
    std::map<std::string, tests::RefusedFile> listed;
    for (auto const& refused : tests::refused_activities) {
        listed.emplace(refused.name, refused);
    }
    for_each<Activity>([&listed](CorpusFile const& file, Activity const& activity) {
        auto const verdict = check_ownership(activity, activity.actor, home);
        auto const expected = listed.find(file.name);
        if (expected == listed.end()) {
            EXPECT_TRUE(verdict) << to_string(verdict.error());
            return;
        }
        ASSERT_FALSE(verdict) << "listed as refused, and allowed: " << to_string(*verdict);
        EXPECT_EQ(expected->second.rule, to_string(verdict.error()));
        listed.erase(expected);
    });
    for (auto const& [name, refused] : listed) {
        ADD_FAILURE() << name << " is listed as refused and does not exist";
    }
}

/// Reads a changed copy and checks it with the signer of the original.
std::string verdict_of(json const& changed, Iri const& signer) {
    auto const activity = read_activity(changed, policy);
    if (!activity) {
        return activity.error().detail;
    }
    auto const verdict = check_ownership(*activity, signer, home);
    return verdict ? "allowed" : std::string(to_string(verdict.error()));
}

TEST_F(Corpus, ChangedCopiesOfActivitiesAreRefused) {
    static constexpr auto mallory = "https://evil.test/users/mallory";
    for_each<Activity>([](CorpusFile const& file, Activity const& activity) {
        if (!check_ownership(activity, activity.actor, home)) {
            return;
        }
        auto const original = json::parse(file.text);
        auto changed = original;
        changed["id"] = "https://evil.test/activities/1";
        EXPECT_EQ("ownership.activity_id_foreign", verdict_of(changed, activity.actor));

        changed = original;
        changed["actor"] = mallory;
        EXPECT_EQ("ownership.actor_not_signer", verdict_of(changed, activity.actor));
        EXPECT_EQ(
            "ownership.activity_id_foreign", verdict_of(changed, Iri::parse(mallory).value())
        );
        EXPECT_EQ("ownership.actor_local", [&] {
            auto const verdict = check_ownership(activity, activity.actor, activity.actor.origin());
            return verdict ? "allowed" : std::string(to_string(verdict.error()));
        }());
    });
}

TEST_F(Corpus, ChangedCopiesOfEmbeddedObjectsAreRefused) {
    std::size_t count = 0;
    for_each<Activity>([&count](CorpusFile const& file, Activity const& activity) {
        bool const authors =
            activity.type == ActivityType::create || activity.type == ActivityType::update;
        bool const embeds = activity.objects.size() == 1 && activity.objects.front().object();
        if (!authors || !embeds || !check_ownership(activity, activity.actor, home)) {
            return;
        }
        ++count;
        auto const original = json::parse(file.text);
        for (auto const* name : {"attributedTo", "actor"}) {
            auto changed = original;
            auto& object = changed["object"].is_array() ? changed["object"][0] : changed["object"];
            object.erase("attributedTo");
            object.erase("actor");
            object[name] = "https://evil.test/users/mallory";
            EXPECT_EQ("ownership.author_not_actor", verdict_of(changed, activity.actor));
        }
        auto changed = original;
        auto& object = changed["object"].is_array() ? changed["object"][0] : changed["object"];
        object["attributedTo"] = {activity.actor.text(), "https://evil.test/users/mallory"};
        EXPECT_EQ("ownership.author_several", verdict_of(changed, activity.actor));
        object["attributedTo"] = activity.actor.text();
        object["id"] = "https://evil.test/notes/1";
        EXPECT_EQ("ownership.object_id_foreign", verdict_of(changed, activity.actor));
    });
    EXPECT_GT(count, 30U);
}

/// Turns single values into arrays of one and back, by the toss of a coin, wherever both are
/// allowed.
void flip(json& value, std::mt19937& coin) {
    static std::set<std::string> const flippable = {
        "to", "cc", "audience", "tag", "attachment", "attributedTo", "actor", "url", "inReplyTo"
    };
    if (value.is_array()) {
        for (auto& entry : value) {
            flip(entry, coin);
        }
    }
    if (!value.is_object()) {
        return;
    }
    for (auto& [name, member] : value.items()) {
        if (name == "@context") {
            continue;
        }
        flip(member, coin);
        if (!flippable.contains(name) || coin() % 2 == 0) {
            continue;
        }
        if (member.is_array() && member.size() == 1 && !member.front().is_array()) {
            member = json(member.front());
        } else if (member.is_string() || member.is_object()) {
            member = json::array({member});
        }
    }
}

TEST_F(Corpus, SingleValuesAndArraysOfOneAreTheSame) {
    constexpr unsigned seed = 20260102;
    std::mt19937 coin(seed);
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name + ", seed " + std::to_string(seed));
        auto const original = read_document(file.text, policy);
        if (!original) {
            continue;
        }
        for (int round = 0; round < 4; ++round) {
            auto flipped = json::parse(file.text);
            flip(flipped, coin);
            auto const same = read_document(flipped.dump(), policy);
            ASSERT_TRUE(same) << same.error().detail << '\n' << flipped.dump();
            EXPECT_TRUE(*original == *same) << flipped.dump();
        }
    }
}

TEST_F(Corpus, DamagedCopiesAreReadOrRefusedAndNeverThrow) {
    constexpr unsigned seed = 7;
    std::mt19937 random(seed);
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name + ", seed " + std::to_string(seed));
        for (int round = 0; round < 6; ++round) {
            auto text = file.text;
            for (int change = 0; change < 3; ++change) {
                text[random() % text.size()] = static_cast<char>(random() % 256);
            }
            if (round % 2 == 0) {
                text.resize(random() % text.size());
            }
            EXPECT_NO_THROW((void)read_document(text, policy));
        }
    }
}

/// Replaces each member in turn by a value of another kind.
TEST_F(Corpus, ThreatJ_J03_MembersOfEveryOtherKindAreReadOrRefusedAndNeverThrow) {
    std::vector<json> const kinds = {
        json(),
        json(true),
        json(-7),
        json(1.5),
        json("x"),
        json::array(),
        json::array({1, "x"}),
        json::object(),
        json{{"id", 5}},
        json{{"type", "Note"}}
    };
    std::size_t turn = 0;
    for (auto const& file : files_) {
        SCOPED_TRACE(file.name);
        auto document = json::parse(file.text);
        if (!read_parsed_document(document, policy)) {
            continue;
        }
        for (auto& [name, member] : document.get_ref<json::object_t&>()) {
            auto const original = member;
            // Three kinds a member, in turn, so that each kind meets each name many times.
            for (int round = 0; round < 3; ++round) {
                member = kinds[turn++ % kinds.size()];
                EXPECT_NO_THROW((void)read_parsed_document(document, policy)) << name;
            }
            member = original;
        }
    }
}

}  // namespace
}  // namespace folkmoot::activitypub
