#include "activitypub/html/markdown.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/composer.hpp"
#include "activitypub/html/element_attributes.hpp"
#include "activitypub/html/html_writer.hpp"

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

namespace folkmoot::activitypub {

namespace {

// Deeper nesting costs cmark time that grows with the square, and the sanitiser unwraps it anyway.
constexpr std::size_t max_containers_per_line = 24;

struct FreeNode {
    void operator()(cmark_node* node) const noexcept { cmark_node_free(node); }
};

struct FreeParser {
    void operator()(cmark_parser* parser) const noexcept { cmark_parser_free(parser); }
};

using NodePtr = std::unique_ptr<cmark_node, FreeNode>;
using ParserPtr = std::unique_ptr<cmark_parser, FreeParser>;

std::string_view literal(cmark_node* node) noexcept {
    char const* const text = cmark_node_get_literal(node);
    return text == nullptr ? std::string_view{} : text;
}

/// Text without controls, and with no line that opens more containers ("> > > …") than the cap: the
/// markers beyond it become text.
std::string prepared(std::string_view source) {
    std::string const clean = without_forbidden(source);
    std::string out;
    out.reserve(clean.size());
    std::size_t containers = 0;
    bool at_line_start = true;
    for (char const c : clean) {
        constexpr std::string_view markers = ">-*+";
        if (c == '\n') {
            at_line_start = true;
            containers = 0;
        } else if (at_line_start && markers.contains(c)) {
            if (++containers > max_containers_per_line) {
                out += '\\';
                at_line_start = false;
            }
        } else if (c != ' ' && c != '\t' && !is_ascii_digit(c) && c != '.' && c != ')') {
            at_line_start = false;
        }
        out += c;
    }
    return out;
}

NodePtr parse(std::string_view source) {
    static std::once_flag once;
    std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
    constexpr int options =
        CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
    ParserPtr const parser(cmark_parser_new(options));
    for (char const* const name : {"table", "strikethrough", "tasklist"}) {
        if (cmark_syntax_extension* const extension = cmark_find_syntax_extension(name)) {
            cmark_parser_attach_syntax_extension(parser.get(), extension);
        }
    }
    cmark_parser_feed(parser.get(), source.data(), source.size());
    return NodePtr(cmark_parser_finish(parser.get()));
}

/// Nodes of the tree for which `wanted` holds, in reading order.
template <class Wanted>
std::vector<cmark_node*> collect(cmark_node* root, Wanted wanted) {
    std::vector<cmark_node*> found;
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> const iterator(
        cmark_iter_new(root), &cmark_iter_free
    );
    while (true) {
        cmark_event_type const event = cmark_iter_next(iterator.get());
        if (event == CMARK_EVENT_DONE) {
            return found;
        }
        cmark_node* const node = cmark_iter_get_node(iterator.get());
        if (event == CMARK_EVENT_ENTER && wanted(node)) {
            found.push_back(node);
        }
    }
}

/// Replaces an inline node by markup that is written as it is. Raw HTML nodes carry it, because
/// table cells take no custom ones.
void replace_with_markup(cmark_node* node, std::string const& markup) {
    cmark_node* const raw = cmark_node_new(CMARK_NODE_HTML_INLINE);
    cmark_node_set_literal(raw, markup.c_str());
    cmark_node_free(cmark_node_replace(node, raw) != 0 ? node : raw);
}

/// Raw HTML is what somebody typed, so it is shown: every raw HTML node holds markup of ours
/// afterwards.
void show_raw_html(cmark_node* root) {
    auto const nodes = collect(root, [](cmark_node* node) {
        cmark_node_type const type = cmark_node_get_type(node);
        return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
    });
    for (cmark_node* const node : nodes) {
        bool const block = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK;
        std::string_view text = literal(node);
        while (block && text.ends_with('\n')) {
            text.remove_suffix(1);
        }
        std::string markup = block ? "<p>" : "";
        for (std::size_t end = 0; block && (end = text.find('\n')) != std::string_view::npos;) {
            append_escaped(markup, text.substr(0, end));
            markup += "<br>";
            text.remove_prefix(end + 1);
        }
        append_escaped(markup, text);
        markup += block ? "</p>" : "";
        cmark_node_set_literal(node, markup.c_str());
    }
}

/// "[x]" items get a box in their text: checkboxes are form controls, and those are not let
/// through.
void show_tasks(cmark_node* root) {
    auto const items = collect(root, [](cmark_node* node) {
        return std::strcmp(cmark_node_get_type_string(node), "tasklist") == 0;
    });
    for (cmark_node* const item : items) {
        bool const done = cmark_gfm_extensions_get_tasklist_item_checked(item);
        cmark_node_set_syntax_extension(item, nullptr);
        cmark_node* const first = cmark_node_first_child(item);
        if (first == nullptr || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH) {
            continue;
        }
        cmark_node* const box = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(box, done ? "\u2611 " : "\u2610 ");
        if (cmark_node_prepend_child(first, box) == 0) {
            cmark_node_free(box);
        }
    }
}

/// Footnotes become numbers in the text and a numbered list at the end.
void show_footnotes(cmark_node* root) {
    for (cmark_node* const node : collect(root, [](cmark_node* candidate) {
             return cmark_node_get_type(candidate) == CMARK_NODE_FOOTNOTE_REFERENCE;
         })) {
        std::string markup = "<sup>";
        append_escaped(markup, literal(node));
        replace_with_markup(node, markup + "</sup>");
    }
    auto const definitions = collect(root, [](cmark_node* candidate) {
        return cmark_node_get_type(candidate) == CMARK_NODE_FOOTNOTE_DEFINITION;
    });
    if (definitions.empty()) {
        return;
    }
    cmark_node* const list = cmark_node_new(CMARK_NODE_LIST);
    cmark_node_set_list_type(list, CMARK_ORDERED_LIST);
    cmark_node_set_list_start(list, 1);
    cmark_node_append_child(root, cmark_node_new(CMARK_NODE_THEMATIC_BREAK));
    cmark_node_append_child(root, list);
    for (cmark_node* const definition : definitions) {
        cmark_node* const item = cmark_node_new(CMARK_NODE_ITEM);
        cmark_node_append_child(list, item);
        while (cmark_node* const child = cmark_node_first_child(definition)) {
            cmark_node_unlink(child);
            if (cmark_node_append_child(item, child) == 0) {
                cmark_node_free(child);
            }
        }
        cmark_node_unlink(definition);
        cmark_node_free(definition);
    }
}

/// Links what text holds, except inside links and images.
void link_text(cmark_node* root, Composer& composer) {
    std::vector<cmark_node*> texts;
    int inside = 0;
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> const iterator(
        cmark_iter_new(root), &cmark_iter_free
    );
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        cmark_node* const node = cmark_iter_get_node(iterator.get());
        cmark_node_type const type = cmark_node_get_type(node);
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
            inside += event == CMARK_EVENT_ENTER ? 1 : -1;
        } else if (type == CMARK_NODE_TEXT && event == CMARK_EVENT_ENTER && inside == 0) {
            texts.push_back(node);
        }
    }
    for (cmark_node* const text : texts) {
        if (auto const linked = composer.linked(literal(text))) {
            replace_with_markup(text, *linked);
        }
    }
}

// "Unsafe" means that raw HTML nodes are written: they hold our markup only, see show_raw_html().
// What is unsafe in links and images is the sanitiser's to judge.
std::string render(cmark_node* root, bool hard_breaks) {
    int const options = CMARK_OPT_UNSAFE | (hard_breaks ? CMARK_OPT_HARDBREAKS : 0);
    std::unique_ptr<char, decltype(&std::free)> const html(
        cmark_render_html(root, options, nullptr), &std::free
    );
    return html ? std::string(html.get()) : std::string();
}

}  // namespace

Composed markdown_to_html(std::string_view source, ComposeOptions const& options) {
    std::string_view const read = readable_part(source, options.max_bytes);
    Composer composer(options);
    NodePtr const root = parse(prepared(read));
    show_raw_html(root.get());
    show_footnotes(root.get());
    show_tasks(root.get());
    cmark_consolidate_text_nodes(root.get());
    link_text(root.get(), composer);
    std::string const markup = render(root.get(), options.hard_breaks);
    return composer.finish(markup, read.size() < source.size());
}

}  // namespace folkmoot::activitypub
