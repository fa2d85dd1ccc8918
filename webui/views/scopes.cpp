#include "webui/views/scopes.hpp"

#include "webui/po/language.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::webui {

namespace {

struct Row {
    std::string_view scope;
    ScopeWords words;
};

using enum ScopeKind;

constexpr std::array rows{
    Row{"read", {read, mark("Read everything in your account")}},
    Row{"write", {write, mark("Change your account and post for you")}},
    Row{"follow", {write, mark("Follow, mute and block people and groups")}},
    Row{"push", {read, mark("Send you push notifications")}},
    Row{"profile", {read, mark("See your name, address and picture")}},
    Row{"read:accounts", {read, mark("See profiles and accounts")}},
    Row{"read:blocks", {read, mark("See whom you block")}},
    Row{"read:bookmarks", {read, mark("See your bookmarks")}},
    Row{"read:favourites", {read, mark("See what you like")}},
    Row{"read:filters", {read, mark("See your filters")}},
    Row{"read:follows", {read, mark("See whom you follow")}},
    Row{"read:lists", {read, mark("See your lists")}},
    Row{"read:mutes", {read, mark("See whom you mute")}},
    Row{"read:notifications", {read, mark("See your notifications")}},
    Row{"read:search", {read, mark("Search for you")}},
    Row{"read:statuses", {read, mark("Read all posts that you can read")}},
    Row{"write:accounts", {write, mark("Change your profile")}},
    Row{"write:blocks", {write, mark("Block people and servers")}},
    Row{"write:bookmarks", {write, mark("Bookmark posts")}},
    Row{"write:conversations", {write, mark("Mute and delete conversations")}},
    Row{"write:favourites", {write, mark("Like posts")}},
    Row{"write:filters", {write, mark("Change your filters")}},
    Row{"write:follows", {write, mark("Follow people and join groups")}},
    Row{"write:lists", {write, mark("Change your lists")}},
    Row{"write:media", {write, mark("Upload pictures and files")}},
    Row{"write:mutes", {write, mark("Mute people and conversations")}},
    Row{"write:notifications", {write, mark("Clear your notifications")}},
    Row{"write:reports", {write, mark("Report people and posts")}},
    Row{"write:statuses", {write, mark("Write and delete posts for you")}},
};

}  // namespace

ScopeWords describe_scope(std::string_view scope) {
    if (scope == "admin" || scope.starts_with("admin:"))
        return {admin, mark("Act as an administrator of this node")};
    auto const row = std::ranges::find(rows, scope, &Row::scope);
    return row == rows.end() ? ScopeWords{write, mark("Something that this node does not know")}
                             : row->words;
}

}  // namespace folkmoot::webui
