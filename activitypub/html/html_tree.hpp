// Bytes of markup as a tree, by libxml2, behind a view that shows no type of it.
//
// Rows X02 and X03 of the threat table: no network, no document type, no entities but those of
// HTML, no encoding but UTF-8; every attribute may be absent; walking needs no recursion.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

struct _xmlDoc;
struct _xmlNode;

namespace folkmoot::activitypub {

/// A parsed fragment.
class HtmlTree {
public:
    /// A node, or none. Valid while the tree lives.
    class Node {
    public:
        explicit Node(_xmlNode const* node) noexcept : node_(node) {}

        explicit operator bool() const noexcept { return node_ != nullptr; }

        bool is_element() const noexcept;
        bool is_text() const noexcept;

        /// Name of an element, ASCII letters in lower case.
        std::string_view name() const noexcept;

        /// Content of a text, references decoded.
        std::string_view content() const noexcept;

        /// Value of an attribute, references decoded; "" for one without a value, nullopt for none.
        std::optional<std::string_view> attribute(std::string_view name) const noexcept;

        /// Whether this is the first child of an element of that name.
        bool is_first_in(std::string_view parent) const noexcept;

        Node first_child() const noexcept;
        Node next() const noexcept;
        Node parent() const noexcept;

    private:
        _xmlNode const* node_;
    };

    /// Parses any bytes. Invalid UTF-8 becomes U+FFFD, controls go, CR LF becomes LF, `<` that
    /// starts no tag becomes text.
    explicit HtmlTree(std::string_view bytes);

    /// The first node at the top level; none for an empty fragment.
    Node first() const noexcept;

    /// Whether parsing stopped early because elements were nested over 256 levels deep.
    bool truncated() const noexcept { return truncated_; }

private:
    struct Free {
        void operator()(_xmlDoc* document) const noexcept;
    };

    std::unique_ptr<_xmlDoc, Free> document_;
    bool truncated_ = false;
};

}  // namespace folkmoot::activitypub
