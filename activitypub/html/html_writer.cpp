#include "activitypub/html/html_writer.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/html_grammar.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {

namespace {

constexpr std::string_view html_space = " \t\n\f\r";
constexpr std::size_t longest_reference = 6;

std::string_view reference_for(char c) noexcept {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        default:
            return {};
    }
}

bool is_no_break_space(std::string_view text, std::size_t at) noexcept {
    return text.substr(at, 2) == "\xC2\xA0";
}

}  // namespace

void append_escaped(std::string& out, std::string_view plain) {
    for (std::size_t at = 0; at < plain.size(); ++at) {
        char const c = plain[at];
        if (auto const reference = reference_for(c); !reference.empty()) {
            out += reference;
        } else if (c == '"') {
            out += "&quot;";
        } else if (is_no_break_space(plain, at)) {
            out += "&nbsp;";
            ++at;
        } else {
            out += c;
        }
    }
}

HtmlWriter::HtmlWriter(std::size_t max_bytes, std::size_t max_depth)
    : max_bytes_(max_bytes), max_depth_(std::max<std::size_t>(max_depth, 8)) {
    out_.reserve(std::min<std::size_t>(max_bytes, 4096));
}

bool HtmlWriter::fits(std::size_t bytes) const noexcept {
    return out_.size() + closing_bytes_ + bytes <= max_bytes_;
}

void HtmlWriter::write_end_tag(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += '>';
    closing_bytes_ -= name.size() + 3;
}

void HtmlWriter::push_block(Role role, std::string_view name, std::string_view attributes) {
    if (full_ || !fits(2 * name.size() + attributes.size() + 5)) {
        full_ = true;
        return;
    }
    out_ += '<';
    out_ += name;
    out_ += attributes;
    out_ += '>';
    closing_bytes_ += name.size() + 3;
    blocks_.push_back({role, name, ++last_serial_});
    block_start_ = true;
    after_pre_tag_ = role == Role::preformatted;
    gap_ = false;
}

void HtmlWriter::pop_block() {
    write_end_tag(blocks_.back().name);
    blocks_.pop_back();
    block_start_ = true;
    after_pre_tag_ = false;
    gap_ = false;
}

void HtmlWriter::close_inlines() {
    while (open_inlines_ > 0) {
        write_end_tag(inlines_[--open_inlines_].name);
    }
}

bool HtmlWriter::climb_to_parent_of(Role role) {
    std::size_t keep = blocks_.size();
    while (keep > 0 && !is_parent_of(blocks_[keep - 1].role, role)) {
        if (!is_ended_by(blocks_[keep - 1].role, role)) {
            return false;
        }
        --keep;
    }
    if (keep == 0) {
        return false;
    }
    close_inlines();
    while (blocks_.size() > keep) {
        pop_block();
    }
    if (role == Role::row || role == Role::cell) {
        if (container() == Role::table) {
            push_block(Role::section, "tbody", {});
        }
        if (role == Role::cell && container() == Role::section) {
            push_block(Role::row, "tr", {});
        }
    }
    return !full_;
}

// Opens the item, description or cell that content in a list or table lacks.
void HtmlWriter::enter_inline_container() {
    while (!full_ && holds_structure(container())) {
        switch (container()) {
            case Role::list:
                push_block(Role::item, "li", {});
                break;
            case Role::definitions:
                push_block(Role::description, "dd", {});
                break;
            case Role::table:
                push_block(Role::section, "tbody", {});
                break;
            case Role::section:
                push_block(Role::row, "tr", {});
                break;
            default:
                push_block(Role::cell, "td", {});
                break;
        }
    }
}

// Ends the open paragraph and opens what a block needs around it; false where only inline content
// may stand.
bool HtmlWriter::enter_flow() {
    if (holds_phrasing(container()) && container() != Role::paragraph) {
        return false;
    }
    close_inlines();
    if (container() == Role::paragraph) {
        pop_block();
    }
    enter_inline_container();
    return !full_;
}

HtmlWriter::Serial HtmlWriter::open_block(
    Role role, std::string_view name, std::string_view attributes
) {
    bool const placed = !full_ && (needs_parent(role) ? climb_to_parent_of(role) : enter_flow());
    if (!placed || blocks_.size() + levels(role) > max_depth_) {
        boundary();
        return 0;
    }
    push_block(role, name, attributes);
    return full_ ? 0 : last_serial_;
}

void HtmlWriter::close_block(Serial block) {
    auto const found = std::ranges::find(blocks_, block, &Block::serial);
    if (block == 0 || found == blocks_.end()) {
        return;
    }
    close_inlines();
    auto const keep = static_cast<std::size_t>(found - blocks_.begin());
    while (blocks_.size() > keep) {
        pop_block();
    }
}

void HtmlWriter::push_inline(std::string_view name, std::string_view attributes) {
    inlines_.push_back({name, std::string(attributes)});
}

void HtmlWriter::pop_inline() {
    if (open_inlines_ == inlines_.size()) {
        write_end_tag(inlines_.back().name);
        --open_inlines_;
    }
    inlines_.pop_back();
}

bool HtmlWriter::within_inline(std::string_view name) const noexcept {
    return std::ranges::find(inlines_, name, &Inline::name) != inlines_.end();
}

std::string_view HtmlWriter::innermost_inline() const noexcept {
    return inlines_.empty() ? std::string_view{} : inlines_.back().name;
}

// Opens what inline content of so many bytes needs around it. All or nothing: an inline element
// without content would not survive a second pass.
bool HtmlWriter::prepare_inline(std::size_t bytes) {
    enter_inline_container();
    if (wrap_ && !holds_phrasing(container()) && depth() < max_depth_) {
        close_inlines();
        push_block(Role::paragraph, "p", {});
    }
    auto const room = max_depth_ - std::min(max_depth_, depth());
    auto const open = std::min(inlines_.size(), open_inlines_ + room);
    std::size_t tags = 0;
    for (std::size_t i = open_inlines_; i < open; ++i) {
        tags += 2 * inlines_[i].name.size() + inlines_[i].attributes.size() + 5;
    }
    if (full_ || !fits(tags + bytes + 1)) {
        full_ = true;
        return false;
    }
    for (; open_inlines_ < open; ++open_inlines_) {
        auto const& element = inlines_[open_inlines_];
        out_ += '<';
        out_ += element.name;
        out_ += element.attributes;
        out_ += '>';
        closing_bytes_ += element.name.size() + 3;
        after_pre_tag_ = false;
    }
    return true;
}

void HtmlWriter::text(std::string_view plain) {
    bool const keeps_space = container() == Role::preformatted;
    bool const opens_block =
        holds_structure(container()) || (wrap_ && !holds_phrasing(container()));
    if (!keeps_space && (block_start_ || opens_block)) {
        plain.remove_prefix(std::min(plain.find_first_not_of(html_space), plain.size()));
    }
    if (plain.empty() || full_ || !prepare_inline(longest_reference)) {
        return;
    }
    if (gap_ && !block_start_ && !html_space.contains(out_.back()) &&
        !html_space.contains(plain.front())) {
        out_ += keeps_space ? '\n' : ' ';
    }
    // A parser drops one line end right after <pre>.
    if (after_pre_tag_ && plain.front() == '\n') {
        out_ += '\n';
    }
    gap_ = false;
    block_start_ = false;
    after_pre_tag_ = false;
    write_escaped(plain);
}

void HtmlWriter::write_escaped(std::string_view plain) {
    while (!plain.empty()) {
        auto run = std::min(plain.find_first_of("&<>\xC2"), plain.size());
        if (run > 0 && !fits(run)) {
            full_ = true;
            run = utf8_prefix(plain, max_bytes_ - closing_bytes_ - out_.size());
            out_ += plain.substr(0, run);
            return;
        }
        out_ += plain.substr(0, run);
        plain.remove_prefix(run);
        if (plain.empty()) {
            return;
        }
        bool const no_break = is_no_break_space(plain, 0);
        auto const reference = no_break ? std::string_view("&nbsp;") : reference_for(plain.front());
        auto const length = plain.front() == '\xC2' ? std::size_t{2} : std::size_t{1};
        auto const written = reference.empty() ? plain.substr(0, length) : reference;
        if (!fits(written.size())) {
            full_ = true;
            return;
        }
        out_ += written;
        plain.remove_prefix(length);
    }
}

void HtmlWriter::line_break() {
    constexpr std::string_view tag = "<br>";
    if (full_ || holds_structure(container()) || !prepare_inline(tag.size())) {
        return;
    }
    out_ += tag;
    gap_ = false;
    block_start_ = false;
    after_pre_tag_ = false;
}

void HtmlWriter::image(std::string_view attributes) {
    if (full_ || !prepare_inline(attributes.size() + 5)) {
        return;
    }
    if (gap_ && !block_start_) {
        out_ += ' ';
    }
    out_ += "<img";
    out_ += attributes;
    out_ += '>';
    gap_ = false;
    block_start_ = false;
    after_pre_tag_ = false;
}

void HtmlWriter::rule(std::string_view attributes) {
    if (full_ || !enter_flow() || depth() >= max_depth_) {
        boundary();
        return;
    }
    if (!fits(attributes.size() + 4)) {
        full_ = true;
        return;
    }
    out_ += "<hr";
    out_ += attributes;
    out_ += '>';
    block_start_ = true;
    gap_ = false;
}

void HtmlWriter::boundary() {
    if (container() == Role::paragraph) {
        close_inlines();
        pop_block();
    }
    gap_ = true;
}

std::string HtmlWriter::finish() {
    close_inlines();
    while (!blocks_.empty()) {
        pop_block();
    }
    return std::move(out_);
}

}  // namespace folkmoot::activitypub
