#include "node/app/clock.hpp"
#include "storage/engine/typed_write.hpp"
#include "storage/store.hpp"
#include "tests/bench/commands.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

namespace folkmoot::bench {
namespace {

constexpr std::size_t posts_per_commit = 5'000;
constexpr std::size_t authors = 2'000;
constexpr std::size_t authors_per_host = 10;

/// What a large node knows of the world: authors on hosts, and their posts.
class Filler {
public:
    explicit Filler(storage::Store& store) : store_(store) {}

    storage::Result<void> add_authors(storage::WriteTxn& txn) {
        for (std::size_t i = 0; i < authors; ++i) {
            if (i % authors_per_host == 0) {
                storage::HostRecord host;
                host.id = store_.ids().next();
                host.name = "h" + std::to_string(i / authors_per_host) + ".example";
                if (auto done = store_.hosts.insert(txn, host); !done) {
                    return done;
                }
                host_ = host;
            }
            storage::ActorRecord actor;
            actor.id = store_.ids().next();
            actor.kind = storage::ActorKind::person;
            actor.host = host_.id;
            actor.username = "u" + std::to_string(i);
            actor.handle = storage::fold_handle(actor.username, host_.name);
            actor.iri = "https://" + host_.name + "/users/" + actor.username;
            actor.inbox = actor.iri + "/inbox";
            actor.followers = actor.iri + "/followers";
            if (auto done = store_.actors.insert(txn, actor); !done) {
                return done;
            }
            authors_.push_back(std::move(actor));
        }
        return {};
    }

    storage::Result<void> add_posts(storage::WriteTxn& txn, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (auto done = add_post(txn, authors_[next_++ % authors_.size()]); !done) {
                return done;
            }
        }
        return {};
    }

private:
    storage::Result<void> add_post(storage::WriteTxn& txn, storage::ActorRecord const& author) {
        storage::PostRecord post;
        post.id = store_.ids().next();
        post.root = post.id;
        post.author = author.id;
        post.host = author.host;
        post.kind = storage::ObjectKind::note;
        post.created = static_cast<std::int64_t>(post.id >> 16U);
        post.received = post.created;
        post.iri = author.iri + "/statuses/" + std::to_string(next_);
        post.url = post.iri + "/page";
        post.language = "en";
        storage::PostBodyRecord body;
        body.version = 1;
        body.html = "<p>Note " + std::to_string(next_) + "</p><p>" + std::string(600, 'x') + "</p>";
        storage::LogEntryRecord entry;
        entry.id = post.id;
        entry.kind = storage::EntryKind::post;
        entry.actor = post.author;
        entry.object = post.id;
        entry.visibility = post.visibility;
        entry.created = post.created;
        if (auto const stored = store_.posts.insert(txn, post, body); !stored) {
            return std::unexpected(stored.error());
        }
        return store_.entries.append(txn, entry);
    }

    storage::Store& store_;
    storage::HostRecord host_;
    std::vector<storage::ActorRecord> authors_;
    std::size_t next_ = 0;
};

template <class Change>
void write(storage::Store& store, Change change) {
    auto const done = storage::write_blocking(
        store.writer(), storage::WriteClass::maintenance, std::move(change)
    );
    if (!done) {
        give_up("the store cannot be filled: " + done.error().detail);
    }
}

}  // namespace

void fill_store(Arguments const& arguments) {
    storage::StoreOptions options;
    options.directory = arguments.text("data");
    options.mode = storage::OpenMode::open_existing;
    options.clock = node::system_clock();
    auto store = storage::Store::open(std::move(options));
    if (!store) {
        give_up("the store cannot be opened: " + store.error().detail);
    }
    auto const start = std::chrono::steady_clock::now();
    Filler filler(**store);
    write(**store, [&](storage::WriteTxn& txn) { return filler.add_authors(txn); });
    for (auto left = arguments.number("posts", 1'000'000); left > 0;) {
        auto const count = std::min<std::size_t>(left, posts_per_commit);
        write(**store, [&](storage::WriteTxn& txn) { return filler.add_posts(txn, count); });
        left -= count;
    }
    std::uintmax_t bytes = 0;
    for (auto const& file : std::filesystem::recursive_directory_iterator(arguments.text("data"))) {
        bytes += file.is_regular_file() ? file.file_size() : 0;
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    std::cout << nlohmann::json{{"seconds", took.count()}, {"bytes", bytes}} << std::endl;
}

}  // namespace folkmoot::bench
