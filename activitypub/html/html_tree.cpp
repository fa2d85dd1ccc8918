#include "activitypub/html/html_tree.hpp"

#include "activitypub/html/code_points.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <limits>
#include <mutex>
#include <string>

namespace folkmoot::activitypub {

namespace {

// Starting inside the body keeps the parser from wrapping leading text in a paragraph of its own.
constexpr std::string_view context_tag = "<body>";

std::string_view view(xmlChar const* text) noexcept {
    return text == nullptr ? std::string_view{} : reinterpret_cast<char const*>(text);
}

void initialize_parser() {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
}

bool starts_markup(std::string_view bytes, std::size_t after) noexcept {
    if (after >= bytes.size()) {
        return false;
    }
    char const c = bytes[after];
    return is_ascii_alpha(c) || c == '/' || c == '!' || c == '?';
}

/// Valid UTF-8 that means the same to libxml2 as the bytes mean to a browser.
std::string readable(std::string_view bytes) {
    std::string text;
    text.reserve(context_tag.size() + bytes.size() + bytes.size() / 16);
    text += context_tag;
    std::size_t copied = 0;
    auto const replace = [&](std::size_t at, std::size_t length) {
        text += bytes.substr(copied, at - copied);
        copied = at + length;
    };
    for (std::size_t at = 0; at < bytes.size();) {
        auto const byte = static_cast<unsigned char>(bytes[at]);
        if (byte < 0x80) {
            if (byte == '<' && !starts_markup(bytes, at + 1)) {
                replace(at, 1);
                text += "&lt;";
            } else if (byte == '\r' || byte == '\f') {
                replace(at, 1);
                bool const before_line_feed = bytes.substr(at + 1, 1) == "\n";
                text += byte == '\f' ? " " : before_line_feed ? "" : "\n";
            } else if (is_forbidden(byte)) {
                replace(at, 1);
            }
            ++at;
            continue;
        }
        CodePoint const c = decode_utf8(bytes, at);
        if (!c.valid) {
            replace(at, c.length);
            append_utf8(text, c.value);
        } else if (is_forbidden(c.value)) {
            replace(at, c.length);
        }
        at += c.length;
    }
    text += bytes.substr(copied);
    return text;
}

struct FreeContext {
    void operator()(htmlParserCtxt* context) const noexcept { htmlFreeParserCtxt(context); }
};

}  // namespace

void HtmlTree::Free::operator()(_xmlDoc* document) const noexcept {
    xmlFreeDoc(document);
}

HtmlTree::HtmlTree(std::string_view bytes) {
    initialize_parser();
    std::string const text = readable(bytes);
    std::unique_ptr<htmlParserCtxt, FreeContext> const context(htmlNewParserCtxt());
    if (!context || text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        truncated_ = true;
        return;
    }
    // White space always reaches the tree: whether it is dropped may not depend on neighbours that
    // we take away.
    context->sax->ignorableWhitespace = xmlSAX2Characters;
    context->sax->internalSubset = nullptr;
    context->sax->externalSubset = nullptr;
    context->sax->comment = nullptr;
    context->sax->processingInstruction = nullptr;
    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_NOERROR |
                            HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT |
                            HTML_PARSE_IGNORE_ENC;
    document_.reset(htmlCtxtReadMemory(
        context.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options
    ));
    truncated_ = document_ == nullptr || context->disableSAX != 0;
}

HtmlTree::Node HtmlTree::first() const noexcept {
    return Node(document_ ? document_->children : nullptr);
}

bool HtmlTree::Node::is_element() const noexcept {
    return node_->type == XML_ELEMENT_NODE;
}

bool HtmlTree::Node::is_text() const noexcept {
    return node_->type == XML_TEXT_NODE;
}

std::string_view HtmlTree::Node::name() const noexcept {
    return view(node_->name);
}

std::string_view HtmlTree::Node::content() const noexcept {
    return view(node_->content);
}

std::optional<std::string_view> HtmlTree::Node::attribute(std::string_view name) const noexcept {
    for (xmlAttr const* attribute = node_->properties; attribute != nullptr;
         attribute = attribute->next) {
        if (view(attribute->name) == name) {
            return attribute->children == nullptr ? std::string_view{}
                                                  : view(attribute->children->content);
        }
    }
    return std::nullopt;
}

bool HtmlTree::Node::is_first_in(std::string_view parent) const noexcept {
    return node_->prev == nullptr && node_->parent != nullptr &&
           view(node_->parent->name) == parent;
}

HtmlTree::Node HtmlTree::Node::first_child() const noexcept {
    return Node(node_->children);
}

HtmlTree::Node HtmlTree::Node::next() const noexcept {
    return Node(node_->next);
}

HtmlTree::Node HtmlTree::Node::parent() const noexcept {
    return Node(node_->parent);
}

}  // namespace folkmoot::activitypub
