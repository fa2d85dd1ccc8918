// What the counters must say, from the records alone: for `rebuild` and `verify`.
#include "storage/store.hpp"

#include <algorithm>
#include <map>

namespace folkmoot::storage {

namespace {

/// Counted facts as the records give them.
struct Derived {
    std::map<ActorId, ActorCountersRecord> actors;
    std::map<PostId, PostCountersRecord> posts;
    std::map<HostId, HostUsageRecord> hosts;
};

void count_post(Post const& post, Derived& derived) {
    PostId const root(post.root());
    if (post.host() != 0) {
        auto& usage = derived.hosts[HostId(post.host())];
        ++usage.objects;
        usage.bytes += post.bytes();
    }
    auto& thread = derived.posts[root];
    thread.last_ordinal = std::max(thread.last_ordinal, post.ordinal());
    if (post.state() != PostState::normal) {
        return;
    }
    auto& author = derived.actors[ActorId(post.author())];
    ++author.posts;
    author.last_status_at = std::max(author.last_status_at, post.created());
    bool const by_own_time = post.backfilled() || post.received() == 0;
    auto const at = by_own_time ? post.created() : post.received();
    thread.last_activity = std::max(thread.last_activity, at);
    if (post.in_reply_to() != 0) {
        ++thread.thread_replies;
        ++derived.posts[PostId(post.in_reply_to())].replies;
    } else if (post.group() != 0) {
        thread.group = post.group();
        ++derived.actors[ActorId(post.group())].topics;
    }
}

void count_reaction(Reaction const& reaction, Derived& derived) {
    auto& post = derived.posts[PostId(reaction.post())];
    if (reaction.kind() == ReactionKind::like) {
        ++post.likes;
    } else if (reaction.kind() == ReactionKind::dislike) {
        ++post.dislikes;
    }
}

Result<Derived> derive(Txn const& txn, Tables const& tables) {
    Derived derived;
    auto walked = tables.posts.for_each(txn, [&](auto const& post) { count_post(*post, derived); });
    if (walked) {
        walked = tables.reactions.for_each(txn, [&](auto const& reaction) {
            count_reaction(*reaction, derived);
        });
    }
    if (walked) {
        walked = tables.entries.for_each(txn, [&](auto const& entry) {
            if (entry->kind() == EntryKind::boost) {
                ++derived.posts[PostId(entry->object())].boosts;
            }
        });
    }
    if (walked) {
        walked = tables.follows.for_each(txn, [&](auto const& follow) {
            if (follow->state() == FollowState::accepted) {
                ++derived.actors[ActorId(follow->followed())].followers;
                ++derived.actors[ActorId(follow->follower())].following;
            }
        });
    }
    if (walked) {
        walked = tables.memberships.for_each(txn, [&](auto const& membership) {
            if (membership->state() == MembershipState::accepted ||
                membership->state() == MembershipState::muted) {
                ++derived.actors[ActorId(membership->group())].members;
            }
        });
    }
    return walked ? Result<Derived>(std::move(derived)) : std::unexpected(walked.error());
}

/// Times of last activity are high-water marks, and so is the last ordinal: what they noted may be
/// gone since.
bool agrees(ActorCountersRecord stored, ActorCountersRecord const& derived) {
    bool const reached = stored.last_status_at >= derived.last_status_at;
    stored.last_status_at = derived.last_status_at;
    return reached && stored == derived;
}

bool agrees(PostCountersRecord stored, PostCountersRecord const& derived) {
    bool const reached = stored.last_activity >= derived.last_activity &&
                         stored.last_ordinal >= derived.last_ordinal;
    stored.last_activity = derived.last_activity;
    stored.last_ordinal = derived.last_ordinal;
    return reached && stored == derived;
}

bool agrees(HostUsageRecord const& stored, HostUsageRecord const& derived) {
    return stored == derived;
}

/// Compares rows as they are walked with what was derived; what was not met must be zero.
template <class Key, class Record>
class Comparison {
public:
    Comparison(std::string_view table, std::map<Key, Record>& derived, VerifyReport& report)
        : table_(table), derived_(derived), report_(report) {}

    void row(Key key, Record const& stored) {
        auto const found = derived_.find(key);
        if (!agrees(stored, found == derived_.end() ? Record{} : found->second)) {
            report_.add_problem(table_, encode_key(key), "not what the records say");
        }
        derived_.erase(key);
    }

    void finish() {
        for (auto const& [key, record] : derived_) {
            if (!agrees(Record{}, record)) {
                report_.add_problem(table_, encode_key(key), "missing");
            }
        }
    }

private:
    std::string_view table_;
    std::map<Key, Record>& derived_;
    VerifyReport& report_;
};

Result<void> verify_counters(Txn const& txn, Tables const& tables, VerifyReport& report) {
    auto derived = derive(txn, tables);
    if (!derived) {
        return std::unexpected(derived.error());
    }
    Comparison<ActorId, ActorCountersRecord> actors("actor_counters", derived->actors, report);
    Comparison<PostId, PostCountersRecord> posts("post_counters", derived->posts, report);
    Comparison<HostId, HostUsageRecord> hosts("host_usage", derived->hosts, report);
    auto walked = tables.actor_counters.for_each(txn, [&](auto key, auto const& row) {
        actors.row(key, row);
    });
    if (walked) {
        walked = tables.post_counters.for_each(txn, [&](auto key, auto const& row) {
            posts.row(key, row);
        });
    }
    if (walked) {
        walked = tables.hosts.for_each_usage(txn, [&](auto key, auto const& row) {
            hosts.row(key, row);
        });
    }
    actors.finish();
    posts.finish();
    hosts.finish();
    return walked;
}

/// Stored rows that nothing asks for any more count zero; marks that only rise are kept.
Result<void> keep_marks(Txn const& txn, Tables const& tables, Derived& derived) {
    auto walked = tables.actor_counters.for_each(txn, [&](auto key, auto const& row) {
        auto& fresh = derived.actors[key];
        fresh.last_status_at = std::max(fresh.last_status_at, row.last_status_at);
    });
    if (walked) {
        walked = tables.post_counters.for_each(txn, [&](auto key, auto const& row) {
            auto& fresh = derived.posts[key];
            fresh.last_ordinal = std::max(fresh.last_ordinal, row.last_ordinal);
            fresh.last_activity = std::max(fresh.last_activity, row.last_activity);
        });
    }
    if (walked) {
        walked = tables.hosts.for_each_usage(txn, [&](auto key, auto const&) {
            derived.hosts.try_emplace(key);
        });
    }
    return walked;
}

Result<void> rebuild_counters(WriteTxn& txn, Tables& tables) {
    auto derived = derive(txn, tables);
    if (!derived) {
        return std::unexpected(derived.error());
    }
    auto done = keep_marks(txn, tables, *derived);
    for (auto const& [actor, counters] : derived->actors) {
        if (done) {
            done = tables.actor_counters.put(txn, actor, counters);
        }
    }
    for (auto const& [post, counters] : derived->posts) {
        if (done) {
            done = tables.post_counters.put(txn, post, counters);
        }
    }
    for (auto const& [host, usage] : derived->hosts) {
        if (done) {
            done = tables.hosts.put_usage(txn, host, usage);
        }
    }
    return done;
}

}  // namespace

Result<void> rebuild_derived(WriteTxn& txn, Tables& tables) {
    auto done = tables.catalog.rebuild_indices(txn);
    if (done) {
        done = tables.entries.rebuild(txn);
    }
    if (done) {
        done = tables.media_files.rebuild_usage(txn);
    }
    if (done) {
        done = tables.tombstones.rebuild_counts(txn);
    }
    return done ? rebuild_counters(txn, tables) : done;
}

Result<VerifyReport> verify_all(Txn const& txn, Tables const& tables) {
    auto report = tables.catalog.verify(txn);
    if (!report) {
        return report;
    }
    auto done = tables.entries.verify(txn, *report);
    if (done) {
        done = tables.media_files.verify_usage(txn, *report);
    }
    if (done) {
        done = tables.tombstones.verify_counts(txn, *report);
    }
    if (done) {
        done = verify_counters(txn, tables, *report);
    }
    return done ? std::move(report) : std::unexpected(done.error());
}

}  // namespace folkmoot::storage
