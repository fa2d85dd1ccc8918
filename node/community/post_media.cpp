#include "node/community/post_media.hpp"

#include "node/community/commit.hpp"

#include <algorithm>

namespace folkmoot::node {

using storage::PostId;
using storage::PostRecord;

namespace {

storage::Result<void> set_post_of_media(
    storage::Store& store, storage::WriteTxn& txn, std::uint64_t media, std::uint64_t post
) {
    auto record = store.media_files.load(txn, storage::MediaId(media));
    if (!record) {
        return std::unexpected(record.error());
    }
    if (record->post == post) {
        return {};
    }
    record->post = post;
    return store.media_files.update(txn, *record);
}

bool has_media(PostRecord const& post, std::uint64_t media) {
    return std::ranges::any_of(post.attachments, [&](storage::AttachmentRecord const& attachment) {
        return attachment.media == media;
    });
}

}  // namespace

storage::Result<void> attach_media(
    storage::Store& store, storage::WriteTxn& txn, PostRecord const& before, PostRecord const& after
) {
    for (auto const& attachment : before.attachments) {
        if (attachment.media != 0 && !has_media(after, attachment.media)) {
            auto freed = set_post_of_media(store, txn, attachment.media, 0);
            if (!freed && freed.error().code != storage::ErrorCode::not_found) {
                return freed;
            }
        }
    }
    for (auto const& attachment : after.attachments) {
        if (attachment.media != 0) {
            if (auto hung = set_post_of_media(store, txn, attachment.media, after.id); !hung) {
                return hung;
            }
        }
    }
    return {};
}

storage::Result<std::vector<storage::Sha256>> release_media(
    storage::Store& store, storage::WriteTxn& txn, PostId post, bool erase, std::int64_t now
) {
    std::vector<storage::Sha256> unnamed;
    auto const media = store.media_files.of_post(txn, post);
    if (!media) {
        return std::unexpected(media.error());
    }
    for (auto record : *media) {
        storage::MediaId const id(record.id);
        if (!erase) {
            record.post = 0;
            if (auto freed = store.media_files.update(txn, record); !freed) {
                return std::unexpected(freed.error());
            }
            continue;
        }
        auto hashes = store.media_files.erase(txn, id);
        if (!hashes) {
            return hashes;
        }
        unnamed.insert(unnamed.end(), hashes->begin(), hashes->end());
        auto const noted = note_change(
            store,
            txn,
            {.kind = storage::ChangeKind::media_deleted, .subject = record.id, .actor = record.owner
            },
            now
        );
        if (!noted) {
            return std::unexpected(noted.error());
        }
    }
    return unnamed;
}

void erase_files(storage::Store& store, std::vector<storage::Sha256> const& hashes) {
    for (auto const& hash : hashes) {
        // A file that stays behind is found by `verify`; the post is deleted all the same.
        static_cast<void>(store.media().erase(hash, [&] {
            auto const txn = store.read();
            return !txn || store.media_files.by_hash(*txn, hash).has_value();
        }));
    }
}

}  // namespace folkmoot::node
