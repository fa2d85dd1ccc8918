// The hostile set as far as documents alone decide it: what the guard, the readers and the rules of
// ownership say to each body. Where the answer is an authority ("stored_owner", "moderator"), the
// store decides and a listener's test asserts it; signatures, state and limits of the connection
// are driven through the whole node elsewhere.
#include "activitypub/vocabulary/document.hpp"
#include "activitypub/vocabulary/ownership.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

std::filesystem::path folder() {
    return std::filesystem::path(FOLKMOOT_SOURCE_DIR) / "tests" / "corpus" / "hostile" /
           "activities";
}

json read_json(std::filesystem::path const& path) {
    std::ifstream file(path);
    return json::parse(file);
}

std::string repeated(json const& recipe, char const* name) {
    std::string text;
    auto const part = recipe.value(name, "");
    for (int i = 0; i < recipe.at("times").get<int>(); ++i) {
        text += part;
    }
    return text;
}

/// Generated bodies, see "format" in the manifest.
std::string cook(json const& recipe) {
    if (!recipe.contains("base")) {
        return recipe.value("prefix", "") + repeated(recipe, "repeat") +
               recipe.value("middle", "") + repeated(recipe, "close") + recipe.value("suffix", "");
    }
    json body = recipe.at("base");
    auto& list = body[json::json_pointer(recipe.at("array_at").get<std::string>())] = json::array();
    for (int i = 0; i < recipe.at("times").get<int>(); ++i) {
        auto item = recipe.at("item").dump();
        item.replace(item.find("{n}"), 3, std::to_string(i));
        list.push_back(json::parse(item));
    }
    return body.dump();
}

std::string decode_base64(std::string const& text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (char const c : text) {
        auto const digit = digits.find(c);
        if (digit == std::string_view::npos) {
            continue;
        }
        buffer = (buffer << 6U) | static_cast<unsigned>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> bits) & 0xFFU);
        }
    }
    return bytes;
}

std::string body_of(json const& envelope) {
    if (envelope.contains("body")) {
        return envelope.at("body").dump();
    }
    if (envelope.contains("body_raw")) {
        return envelope.at("body_raw").get<std::string>();
    }
    if (envelope.contains("body_base64")) {
        return decode_base64(envelope.at("body_base64").get<std::string>());
    }
    return cook(envelope.at("body_recipe"));
}

/// The first rule that a delivery breaks, or the authority that is left to prove.
std::string verdict_of(json const& envelope) {
    auto const document = read_document(body_of(envelope));
    if (!document) {
        auto const& detail = document.error().detail;
        return detail.substr(0, detail.find(" at byte"));
    }
    auto const* activity = std::get_if<Activity>(&*document);
    if (activity == nullptr) {
        return "no activity";
    }
    auto const& signed_by = envelope.at("request").at("signed_by");
    auto const signer =
        signed_by.is_string() ? Iri::parse(signed_by.get<std::string>()).value() : activity->actor;
    auto const verdict = check_ownership(*activity, signer, Origin{"https", "home.test", 443});
    auto text = std::string(verdict ? to_string(*verdict) : to_string(verdict.error()));
    auto const* object = activity->object();
    auto const* inner = object == nullptr ? nullptr : object->activity();
    if (verdict && inner != nullptr && activity->type == ActivityType::announce) {
        auto const relayed = check_inner(*inner);
        text += ", inner ";
        text += relayed ? to_string(*relayed) : to_string(relayed.error());
    }
    return text;
}

/// What the documents alone say. Signatures (001 to 036) are not documents.
std::map<std::string, std::string> const expected = {
    {"037-actor-not-signer-same-host", "ownership.actor_not_signer"},
    {"038-attributedto-other", "ownership.author_not_actor"},
    {"039-attributedto-foreign", "ownership.author_not_actor"},
    {"040-attributedto-local-user", "ownership.author_not_actor"},
    {"041-attributedto-number", "object.attributedTo"},
    {"042-attributedto-array", "ownership.author_several"},
    {"043-object-id-foreign", "ownership.object_id_foreign"},
    {"044-object-id-local", "ownership.object_id_foreign"},
    {"045-activity-id-foreign", "ownership.activity_id_foreign"},
    {"046-overwrite-existing-by-other", "owner"},
    {"047-update-by-other-same-host", "stored_owner"},
    {"048-update-foreign", "ownership.object_id_foreign"},
    {"049-update-changes-author", "ownership.author_not_actor"},
    {"050-update-widens-audience", "stored_owner"},
    {"051-delete-by-other", "ownership.object_id_foreign"},
    {"052-delete-same-host-no-mod", "stored_owner"},
    {"053-delete-actor-by-other", "stored_owner"},
    {"054-undo-follow-by-other", "ownership.inner_id_foreign"},
    {"055-local-actor-over-federation", "ownership.actor_not_signer"},
    {"056-announce-embedded-spoof", "self"},
    {"057-announce-embedded-origin-404", "self"},
    {"058-announce-private", "self"},
    {"059-group-announce-foreign-delete", "self, inner ownership.object_id_foreign"},
    {"060-group-announce-inner-actor", "self, inner owner"},
    {"061-accept-unrequested", "self"},
    {"062-accept-by-other", "ownership.not_the_addressee"},
    {"063-follow-locked", "self"},
    {"064-follow-private-group", "self"},
    {"065-follow-object-list", "ownership.object_several"},
    {"066-add-moderator-by-outsider", "moderator"},
    {"067-block-by-outsider", "moderator"},
    {"068-lock-by-outsider", "ownership.object_id_foreign"},
    {"069-reply-into-private-group", "owner"},
    {"070-like-private-post", "self"},
    {"071-vote-private-idea", "self"},
    {"072-flag-private-message", "self"},
    {"073-flag-flood", "self"},
    {"074-move-no-alias", "owner"},
    {"075-move-object-other", "ownership.move_of_other"},
    {"076-blocked-domain", "owner"},
    {"077-blocked-subdomain", "owner"},
    {"078-blocked-case-and-dot", "owner"},
    {"079-boost-of-blocked", "self"},
    {"080-suspended-update-unknown", "stored_owner"},
    {"081-dup-key-actor", "json.duplicate_key"},
    {"082-dup-key-type", "json.duplicate_key"},
    {"083-deep-nesting", "json.depth"},
    {"084-truncated", "json.syntax"},
    {"085-top-level-array", "json.not_an_object"},
    {"086-lone-surrogate", "json.syntax"},
    {"087-nul-in-id", "json.nul"},
    {"088-huge-number", "json.number"},
    {"089-type-array", "document.kind"},
    {"090-invalid-utf8", "json.syntax"},
    {"091-unknown-type", "self"},
    {"092-string-for-object-fields", "object.to"},
    {"093-icon-number-endpoints-array", "actor.endpoints"},
    {"094-context-redefines-actor", "json-ld.redefines"},
    {"095-graph-keyword", "json-ld.keyword"},
    {"096-id-and-at-id", "json-ld.twin"},
    {"097-expanded-keys", "json-ld.expanded"},
    {"098-context-remote-internal", "owner"},
    {"099-ld-signature-third-party", "ownership.actor_not_signer"},
    {"100-body-over-1mb", "json.bytes"},
    {"101-gzip-body", "owner"},
    {"102-content-type-text", "owner"},
    {"103-mentions-10000", "object.tag"},
    {"104-recipients-10000", "activity.recipients"},
    {"105-reply-chain-endless", "owner"},
    {"106-reply-cycle", "owner"},
    {"107-replies-next-self", "owner"},
    {"108-content-xss", "owner"},
    {"109-url-javascript", "owner"},
    {"110-attachment-internal", "owner"},
    {"111-propertyvalue-html", "owner"},
    {"112-emoji-shortcode-markup", "owner"},
    {"113-actor-inbox-internal", "actor.inbox"},
    {"114-actor-inbox-foreign", "actor.inbox"},
    {"115-actor-key-owner-other", "key.owner"},
    {"116-actor-username-path", "actor.preferredUsername"},
    {"117-actor-username-homograph", "actor.preferredUsername"},
    {"118-actor-name-bidi", "owner"},
    {"119-webfinger-other-subject", "owner"},
    {"120-create-after-delete", "owner"},
    {"121-delete-unknown", "owner"},
    {"122-update-older", "stored_owner"},
};

TEST(HostileSet, DocumentsAreJudgedByTheirRule) {
    auto const manifest = read_json(folder() / "manifest.json");
    std::size_t judged = 0;
    for (auto const& entry : manifest.at("cases")) {
        if (entry.at("class") == "signature") {
            continue;
        }
        auto const file = entry.at("file").get<std::string>();
        SCOPED_TRACE(file + ": " + entry.value("why", ""));
        auto const name = file.substr(0, file.size() - std::string_view(".json").size());
        auto const found = expected.find(name);
        ASSERT_NE(expected.end(), found) << "a case that this test does not know";
        EXPECT_EQ(found->second, verdict_of(read_json(folder() / file)));
        ++judged;
    }
    EXPECT_EQ(expected.size(), judged);
}

}  // namespace
}  // namespace folkmoot::activitypub
