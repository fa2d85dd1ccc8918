#include "storage/tables/threads.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

/// Walks what hangs below a post, depth first, with a stack of its own: threads of strangers may be
/// deep.
class Descent {
public:
    Descent(Txn const& txn, PostTable const& posts, ThreadLimits const& limits)
        : txn_(txn), posts_(posts), limits_(limits) {}

    Result<void> run(PostId start, ThreadContext& context) {
        auto pushed = push_children(start, 1, context);
        while (pushed && !stack_.empty()) {
            auto const [post, level] = stack_.back();
            stack_.pop_back();
            if (context.descendants.size() == limits_.descendants) {
                context.complete = false;
                return {};
            }
            context.descendants.push_back(post);
            pushed = push_children(post, level + 1, context);
        }
        return pushed;
    }

private:
    struct Step {
        PostId post;
        std::size_t level;
    };

    Result<void> push_children(PostId parent, std::size_t level, ThreadContext& context) {
        auto const room = limits_.descendants - context.descendants.size();
        auto children = posts_.children(txn_, parent, 0, room + 1);
        if (!children) {
            return std::unexpected(children.error());
        }
        if (level > limits_.depth) {
            context.complete = context.complete && children->empty();
            return {};
        }
        for (auto child = children->rbegin(); child != children->rend(); ++child) {
            stack_.push_back({*child, level});
        }
        return {};
    }

    Txn const& txn_;
    PostTable const& posts_;
    ThreadLimits limits_;
    std::vector<Step> stack_;
};

}  // namespace

Result<ThreadContext> read_context(
    Txn const& txn, PostTable const& posts, PostId post, ThreadLimits const& limits
) {
    auto const start = posts.view(txn, post);
    if (!start) {
        return std::unexpected(start.error());
    }
    ThreadContext context;
    PostId parent((*start)->in_reply_to());
    while (parent && context.ancestors.size() < limits.ancestors) {
        auto const above = posts.view(txn, parent);
        if (!above) {
            return std::unexpected(above.error());
        }
        context.ancestors.push_back(parent);
        parent = PostId((*above)->in_reply_to());
    }
    context.complete = !parent;
    std::ranges::reverse(context.ancestors);
    if (auto walked = Descent(txn, posts, limits).run(post, context); !walked) {
        return std::unexpected(walked.error());
    }
    return context;
}

}  // namespace folkmoot::storage
