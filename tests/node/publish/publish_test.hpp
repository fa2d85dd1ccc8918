// A store with one of everything that documents are made of: members ana and li, the group bees,
// and the remote actors rob (Lemmy-like host) and mia (Mastodon-like host).
#pragma once

#include "node/publish/key_vault.hpp"
#include "node/publish/publisher.hpp"
#include "tests/storage/tables/temp_store.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace folkmoot::node {

class PublishTest : public storage::testing_support::StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        vault = std::make_unique<KeyVault>(*store, site, *MasterKey::create(folder_ / "key"));
        publisher = std::make_unique<Publisher>(*store, site, *vault, [this] {
            return Time(std::chrono::milliseconds(now));
        });
        ana = add_local("ana", storage::ActorKind::person, "Ana");
        li = add_local("li", storage::ActorKind::person, "李");
        bees = add_local("bees", storage::ActorKind::group, "Beekeeping");
        must_write([&](storage::WriteTxn& txn) {
            storage::GroupSettingsRecord settings;
            settings.group = bees.id;
            settings.moderators = {ana.id};
            settings.languages = {"en"};
            return store->group_settings.put(txn, settings);
        });
        rob = add_remote("rob", "lemmy.example", storage::DeliveryClass::threadiverse);
        mia = add_remote("mia", "mastodon.example", storage::DeliveryClass::microblog);
    }

    storage::ActorRecord add_local(
        std::string const& name, storage::ActorKind kind, std::string const& shown
    ) {
        storage::ActorRecord actor;
        actor.id = store->ids().next();
        actor.kind = kind;
        actor.username = name;
        actor.handle = storage::fold_handle(name);
        actor.display_name = shown;
        actor.summary_html = "<p>About " + name + "</p>";
        actor.discoverable = true;
        actor.created = now;
        static auto const rsa = *activitypub::PrivateKey::generate_rsa();
        auto const keys = *vault->records_for(storage::ActorId(actor.id), rsa, now);
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            if (auto done = store->actors.insert(txn, actor); !done) {
                return done;
            }
            for (auto const& key : keys) {
                if (auto done = store->actor_keys.insert(txn, key); !done) {
                    return done;
                }
            }
            return {};
        });
        return actor;
    }

    storage::ActorRecord add_remote(
        std::string const& name, std::string const& host_name, storage::DeliveryClass host_class
    ) {
        storage::HostRecord host;
        host.id = store->ids().next();
        host.name = host_name;
        host.delivery_class = host_class;
        host.shared_inbox = "https://" + host_name + "/inbox";
        storage::ActorRecord actor;
        actor.id = store->ids().next();
        actor.host = host.id;
        actor.username = name;
        actor.handle = storage::fold_handle(name, host_name);
        actor.iri = "https://" + host_name + "/u/" + name;
        actor.inbox = actor.iri + "/inbox";
        actor.shared_inbox = host.shared_inbox;
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            if (auto done = store->hosts.insert(txn, host); !done) {
                return done;
            }
            return store->actors.insert(txn, actor);
        });
        return actor;
    }

    /// A public topic in the group, or a reply when `parent` is given; stored.
    storage::PostRecord add_post(
        storage::ActorRecord const& author,
        std::string const& title,
        storage::PostRecord const* parent = nullptr
    ) {
        storage::PostRecord post;
        post.id = store->ids().next();
        post.author = author.id;
        post.group = bees.id;
        post.kind = title.empty() ? storage::ObjectKind::note : storage::ObjectKind::article;
        post.title = title;
        post.slug = slug_of(title);
        post.language = "en";
        post.visibility = storage::Visibility::public_;
        post.local = author.host == 0;
        post.host = author.host;
        post.iri = post.local ? "" : author.iri + "/post/" + std::to_string(post.id);
        post.created = now;
        post.in_reply_to = parent == nullptr ? 0 : parent->id;
        body.html = "<p>Ours doubled since August.</p>";
        body.source = "Ours doubled since August.";
        body.source_type = "text/markdown";
        body.summary = title.empty() ? "" : "Ours < doubled since August.";
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            auto const place = store->posts.insert(txn, post, body);
            return place ? storage::Result<void>{} : std::unexpected(place.error());
        });
        auto const txn = store->read();
        return *store->posts.load(*txn, storage::PostId(post.id));
    }

    /// Parsed, with everything that is random or signed replaced.
    static nlohmann::json masked(std::string const& text) {
        auto document = nlohmann::json::parse(text, nullptr, false);
        mask(document);
        return document;
    }

    static void mask(nlohmann::json& value) {
        if (value.is_object()) {
            for (auto const* name : {"proofValue", "publicKeyPem", "publicKeyMultibase"}) {
                if (value.contains(name)) {
                    value[name] = "…";
                }
            }
        }
        if (value.is_structured()) {
            for (auto& child : value) {
                mask(child);
            }
        }
    }

    Site site{"https://folk.example"};
    std::unique_ptr<KeyVault> vault;
    std::unique_ptr<Publisher> publisher;
    storage::ActorRecord ana;
    storage::ActorRecord li;
    storage::ActorRecord bees;
    storage::ActorRecord rob;
    storage::ActorRecord mia;
    storage::PostBodyRecord body;
};

}  // namespace folkmoot::node
