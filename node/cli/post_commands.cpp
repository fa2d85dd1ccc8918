// folkmoot post, follow: what a member does, done for them by the operator or a script.
#include "node/cli/families.hpp"
#include "node/cli/people.hpp"
#include "node/community/following.hpp"
#include "node/community/posts.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;

std::unexpected<Error> no_post(std::string const& text) {
    return refused(ErrorCode::not_found, "No post here is called \"" + text + "\".");
}

/// A post by id or address, its own or of another node.
Result<PostId> find_post(Services& services, std::string const& text) {
    std::uint64_t id = 0;
    auto const* const end = text.data() + text.size();
    if (auto const [rest, error] = std::from_chars(text.data(), end, id);
        error == std::errc{} && rest == end) {
        return PostId(id);
    }
    if (auto const own = services.site.recognise(text)) {
        bool const names_post = own->kind == OwnKind::object || own->kind == OwnKind::page;
        return names_post && own->id != 0 ? Result<PostId>(PostId(own->id)) : no_post(text);
    }
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const post = services.store.posts.by_iri(*txn, text);
    if (!post) {
        return post.error().code == storage::ErrorCode::not_found ? no_post(text)
                                                                  : failed(post.error());
    }
    return PostId(post->id);
}

Result<storage::Visibility> visibility_of(std::string const& text) {
    constexpr std::array<std::string_view, 4> names{"public", "unlisted", "followers", "direct"};
    auto const it = std::ranges::find(names, text);
    if (it == names.end()) {
        return refused(
            ErrorCode::invalid_input,
            "\"" + text + "\" is no visibility; choose public, unlisted, followers or direct."
        );
    }
    return static_cast<storage::Visibility>(it - names.begin());
}

awaitable<Result<CommandOutput>> post(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const author = find_member(services, arguments.text("member"));
    if (!author) {
        co_return std::unexpected(author.error());
    }
    CreatePost draft;
    draft.author = ActorId(author->id);
    draft.text = arguments.text("text");
    draft.format = arguments.flag("markdown") ? TextFormat::markdown : TextFormat::plain;
    draft.title = arguments.text("title");
    draft.content_warning = arguments.text("content_warning");
    draft.language = arguments.text("language");
    if (auto const handle = arguments.find("group")) {
        auto const group = co_await find_actor(services, *handle);
        if (!group) {
            co_return std::unexpected(group.error());
        }
        if (group->kind != storage::ActorKind::group) {
            co_return refused(ErrorCode::invalid_input, *handle + " is no group.");
        }
        draft.group = ActorId(group->id);
    }
    if (auto const parent = arguments.find("reply_to")) {
        auto const found = find_post(services, *parent);
        if (!found) {
            co_return std::unexpected(found.error());
        }
        draft.in_reply_to = *found;
    }
    if (auto const name = arguments.find("visibility")) {
        auto const visibility = visibility_of(*name);
        if (!visibility) {
            co_return std::unexpected(visibility.error());
        }
        draft.visibility = *visibility;
    }
    auto const made = co_await create_post(services, std::move(draft));
    if (!made) {
        co_return std::unexpected(made.error());
    }
    co_return CommandOutput{services.site.object(made->value()) + "\n"};
}

awaitable<Result<CommandOutput>> follow_actor(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const member = find_member(services, arguments.text("member"));
    if (!member) {
        co_return std::unexpected(member.error());
    }
    auto const followed = co_await find_actor(services, arguments.text("handle"));
    if (!followed) {
        co_return std::unexpected(followed.error());
    }
    FollowActor wish;
    wish.follower = ActorId(member->id);
    wish.followed = ActorId(followed->id);
    auto const follow_made = co_await follow(services, std::move(wish));
    if (!follow_made) {
        co_return std::unexpected(follow_made.error());
    }
    bool const accepted = follow_made->state == storage::FollowState::accepted;
    co_return CommandOutput{
        member->username + (accepted ? " follows " : " has asked to follow ") +
        shown_handle(*followed) + (accepted ? ".\n" : ", who has not answered yet.\n")
    };
}

OptionSpec member_option() {
    return {.name = "member", .help = "Member who does it", .positional = true, .required = true};
}

}  // namespace

std::vector<CommandSpec> post_commands() {
    return {
        {"post",
         "Write a post as a member; prints its address",
         {member_option(),
          {.name = "text",
           .help = "What to say; - takes it from standard input",
           .positional = true,
           .required = true},
          {.name = "group", .help = "Group to begin a topic in, as bees or bees@folk.example"},
          {.name = "title", .help = "Title of the topic"},
          {.name = "reply_to", .help = "Id or address of the post that is answered"},
          {.name = "content_warning", .help = "What stands before the text"},
          {.name = "visibility", .help = "public, unlisted, followers or direct"},
          {.name = "language", .help = "Language of the text, as en or zh"},
          {.name = "markdown", .help = "The text is Markdown", .kind = OptionKind::flag}},
         StoreCommand{post}},
        {"follow",
         "Make a member follow somebody or join a group",
         {member_option(),
          {.name = "handle",
           .help = "Whom, as ana, bees@folk.example",
           .positional = true,
           .required = true}},
         StoreCommand{follow_actor}},
    };
}

}  // namespace folkmoot::node
