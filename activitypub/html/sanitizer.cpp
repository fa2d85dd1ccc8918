#include "activitypub/html/sanitizer.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/element_attributes.hpp"
#include "activitypub/html/element_rules.hpp"
#include "activitypub/html/html_tree.hpp"
#include "activitypub/html/html_writer.hpp"
#include "activitypub/html/link_text.hpp"
#include "activitypub/html/safe_url.hpp"

#include <algorithm>
#include <vector>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t output_factor = 6;
constexpr std::size_t output_floor = 4096;
constexpr std::size_t max_link_text = 1024;

/// Text of the link that is open, as it reads with and without the parts that style sheets hide.
struct OpenLink {
    std::string host;
    std::string whole;
    std::string visible;
};

/// One walk over a tree into a writer. Elements that are open in the source stand on a stack of its
/// own, never on the thread's.
class Walk {
public:
    Walk(HtmlPolicy policy, std::size_t max_bytes, std::size_t max_depth)
        : policy_(policy), writer_(max_bytes, max_depth) {}

    /// Content of the element is to be walked?
    bool enter(HtmlTree::Node node);
    void leave();
    void text(HtmlTree::Node node);

    bool misleading_link() const noexcept { return misleading_link_; }

    bool truncated() const noexcept { return writer_.truncated(); }

    std::string finish() { return writer_.finish(); }

private:
    enum class End : std::uint8_t { nothing, boundary, gap, block, inline_text, link, invisible };

    struct Frame {
        End end = End::nothing;
        HtmlWriter::Serial block = 0;
        bool wrap_outside = false;
    };

    void enter_block(ElementRule const& rule, Role role, JudgedAttributes const& attributes);
    void enter_inline(ElementRule const& rule, Role role, JudgedAttributes const& attributes);
    void enter_link(ElementRule const& rule, JudgedAttributes const& attributes);
    void show_image(HtmlTree::Node node, JudgedAttributes const& attributes);
    void write_text(std::string_view clean);
    void note_link_text(std::string_view clean);
    void finish_link();

    void push(End end) { frames_.push_back({end, 0, writer_.wraps_in_paragraphs()}); }

    HtmlPolicy policy_;
    HtmlWriter writer_;
    std::vector<Frame> frames_;
    OpenLink link_;
    bool in_link_ = false;
    int invisible_ = 0;
    bool misleading_link_ = false;
};

bool Walk::enter(HtmlTree::Node node) {
    ElementRule const& rule = element_rule(node.name());
    Role const role = rule.role(policy_);
    switch (role) {
        case Role::drop:
            return false;
        case Role::unwrap:
            push(End::nothing);
            return true;
        case Role::gap:
            push(End::gap);
            writer_.gap();
            return true;
        case Role::line_break:
            writer_.line_break();
            return false;
        case Role::division:
            push(End::boundary);
            writer_.boundary();
            writer_.wrap_in_paragraphs(true);
            return true;
        default:
            break;
    }
    auto const attributes =
        judge_attributes(rule, role, [&](std::string_view name) { return node.attribute(name); });
    switch (role) {
        case Role::image:
            show_image(node, attributes);
            return false;
        case Role::rule:
            writer_.rule(attributes.written);
            return false;
        case Role::link:
            enter_link(rule, attributes);
            return true;
        case Role::formatting:
        case Role::inline_text:
        case Role::ruby:
        case Role::ruby_part:
            enter_inline(rule, role, attributes);
            return true;
        default:
            enter_block(rule, role, attributes);
            return true;
    }
}

void Walk::enter_block(ElementRule const& rule, Role role, JudgedAttributes const& attributes) {
    push(End::boundary);
    auto const block = writer_.open_block(role, rule.output, attributes.written);
    if (block != 0) {
        frames_.back().end = End::block;
        frames_.back().block = block;
    }
    writer_.wrap_in_paragraphs(block == 0);
}

void Walk::enter_inline(ElementRule const& rule, Role role, JudgedAttributes const& attributes) {
    bool const repeated =
        role != Role::inline_text && role != Role::ruby_part && writer_.within_inline(rule.output);
    bool const misplaced = role == Role::ruby_part && writer_.innermost_inline() != "ruby";
    if (repeated || misplaced) {
        push(End::nothing);
        return;
    }
    writer_.push_inline(rule.output, attributes.written);
    push(attributes.invisible ? End::invisible : End::inline_text);
    invisible_ += attributes.invisible ? 1 : 0;
}

void Walk::enter_link(ElementRule const& rule, JudgedAttributes const& attributes) {
    if (!attributes.usable || in_link_) {
        push(End::nothing);
        return;
    }
    writer_.push_inline(rule.output, attributes.written);
    push(End::link);
    in_link_ = true;
    link_ = {std::string(url_host(attributes.url)), {}, {}};
}

void Walk::show_image(HtmlTree::Node node, JudgedAttributes const& attributes) {
    if (attributes.usable && policy_ == HtmlPolicy::article) {
        writer_.image(attributes.written);
    } else if (auto const alternative = node.attribute("alt")) {
        write_text(without_forbidden(*alternative));
    }
}

void Walk::leave() {
    Frame const frame = frames_.back();
    frames_.pop_back();
    switch (frame.end) {
        case End::nothing:
            break;
        case End::gap:
            writer_.gap();
            break;
        case End::boundary:
            writer_.boundary();
            break;
        case End::block:
            writer_.close_block(frame.block);
            break;
        case End::inline_text:
            writer_.pop_inline();
            break;
        case End::invisible:
            writer_.pop_inline();
            --invisible_;
            break;
        case End::link:
            writer_.pop_inline();
            finish_link();
            break;
    }
    writer_.wrap_in_paragraphs(frame.wrap_outside);
}

void Walk::text(HtmlTree::Node node) {
    std::string_view content = node.content();
    // HTML5 drops one line end right after <pre>; libxml2 keeps it.
    if (content.starts_with('\n') && node.is_first_in("pre")) {
        content.remove_prefix(1);
    }
    bool const plain = std::ranges::all_of(content, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte < 0x7F) || c == '\n' || c == '\t';
    });
    if (plain) {
        write_text(content);
    } else {
        write_text(without_forbidden(content));
    }
}

void Walk::write_text(std::string_view clean) {
    writer_.text(clean);
    if (in_link_) {
        note_link_text(clean);
    }
}

void Walk::note_link_text(std::string_view clean) {
    auto const note = [&](std::string& text) {
        text += clean.substr(0, max_link_text - std::min(max_link_text, text.size()));
    };
    note(link_.whole);
    if (invisible_ == 0) {
        note(link_.visible);
    }
}

void Walk::finish_link() {
    in_link_ = false;
    misleading_link_ = misleading_link_ || names_other_host(link_.whole, link_.host) ||
                       names_other_host(link_.visible, link_.host);
}

}  // namespace

Sanitized sanitize(std::string_view bytes, HtmlPolicy policy, SanitizeOptions const& options) {
    std::string_view const read = bytes.substr(0, utf8_prefix(bytes, options.max_input_bytes));
    HtmlTree const tree(read);
    Walk walk(policy, std::max(output_floor, output_factor * read.size()), options.max_depth);
    HtmlTree::Node node = tree.first();
    std::size_t depth = 0;
    while (node) {
        if (node.is_text()) {
            walk.text(node);
        } else if (node.is_element() && walk.enter(node)) {
            if (auto const child = node.first_child()) {
                node = child;
                ++depth;
                continue;
            }
            walk.leave();
        }
        while (depth > 0 && !node.next()) {
            node = node.parent();
            --depth;
            walk.leave();
        }
        node = node.next();
    }
    bool const truncated = read.size() < bytes.size() || tree.truncated() || walk.truncated();
    return {Html::trusted(walk.finish()), walk.misleading_link(), truncated};
}

}  // namespace folkmoot::activitypub
