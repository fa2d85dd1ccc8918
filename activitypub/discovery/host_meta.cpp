#include "activitypub/discovery/host_meta.hpp"

#include "activitypub/json/getters.hpp"
#include "activitypub/json/guard.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

constexpr std::size_t max_document_bytes = 64 * 1024;
constexpr std::size_t max_template_bytes = 2048;
constexpr std::string_view variable = "{uri}";

struct FreeDocument {
    void operator()(xmlDoc* document) const noexcept { xmlFreeDoc(document); }
};

std::string lrdd_template(std::string_view origin) {
    return std::string(origin) + "/.well-known/webfinger?resource=" + std::string(variable);
}

std::string xml_escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

bool is_usable(std::string_view href_template) noexcept {
    return href_template.size() <= max_template_bytes && href_template.contains(variable);
}

/// An attribute without namespace; empty when absent or not plain text.
std::string_view attribute(xmlNode const* node, std::string_view name) noexcept {
    for (xmlAttr const* found = node->properties; found != nullptr; found = found->next) {
        bool const plain = found->children != nullptr && found->children->type == XML_TEXT_NODE &&
                           found->children->next == nullptr && found->children->content != nullptr;
        if (plain && reinterpret_cast<char const*>(found->name) == name) {
            return reinterpret_cast<char const*>(found->children->content);
        }
    }
    return {};
}

Result<std::string> read_xml(std::string_view bytes) {
    // Without a document type there are no entities to expand; a declaration of one is refused
    // unread.
    if (bytes.contains("<!DOCTYPE") || bytes.contains("<!ENTITY")) {
        return std::unexpected(Error{ErrorCode::malformed, "host-meta.doctype"});
    }
    constexpr int options =
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;
    std::unique_ptr<xmlDoc, FreeDocument> const document(
        xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8", options)
    );
    xmlNode const* const root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    if (root == nullptr || document->intSubset != nullptr) {
        return std::unexpected(Error{ErrorCode::malformed, "host-meta.xml"});
    }
    for (xmlNode const* node = root->children; node != nullptr; node = node->next) {
        bool const link = node->type == XML_ELEMENT_NODE &&
                          std::string_view(reinterpret_cast<char const*>(node->name)) == "Link";
        if (link && attribute(node, "rel") == "lrdd" && is_usable(attribute(node, "template"))) {
            return std::string(attribute(node, "template"));
        }
    }
    return std::unexpected(Error{ErrorCode::missing, "host-meta.lrdd"});
}

Result<std::string> read_json(std::string_view bytes) {
    auto const document =
        parse_json(bytes, {.max_bytes = max_document_bytes, .max_depth = 8, .max_nodes = 4096});
    if (!document) {
        return std::unexpected(document.error());
    }
    for (json const* const link : get_list(*document, "links")) {
        auto const href_template = get_string(*link, "template");
        if (get_string(*link, "rel") == "lrdd" && href_template && is_usable(*href_template)) {
            return std::string(*href_template);
        }
    }
    return std::unexpected(Error{ErrorCode::missing, "host-meta.lrdd"});
}

}  // namespace

std::string write_host_meta_xml(std::string_view origin) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
           "  <Link rel=\"lrdd\" template=\"" +
           xml_escaped(lrdd_template(origin)) +
           "\"/>\n"
           "</XRD>\n";
}

json write_host_meta_json(std::string_view origin) {
    json link = {
        {"rel", "lrdd"}, {"type", "application/jrd+json"}, {"template", lrdd_template(origin)}
    };
    return {{"links", json::array({std::move(link)})}};
}

Result<std::string> read_lrdd_template(std::string_view bytes) {
    if (bytes.size() > max_document_bytes) {
        return std::unexpected(Error{ErrorCode::too_large, "host-meta"});
    }
    auto const start = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string_view::npos) {
        return std::unexpected(Error{ErrorCode::malformed, "host-meta"});
    }
    return bytes[start] == '{' ? read_json(bytes.substr(start)) : read_xml(bytes.substr(start));
}

std::string expand_lrdd_template(std::string_view href_template, std::string_view resource) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unreserved = "-._~";
    std::string encoded;
    for (char const c : resource) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || unreserved.contains(c);
        if (plain) {
            encoded += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            encoded += {'%', digits[byte >> 4], digits[byte & 0x0F]};
        }
    }
    std::string expanded;
    for (auto at = href_template.find(variable); at != std::string_view::npos;
         at = href_template.find(variable)) {
        expanded += href_template.substr(0, at);
        expanded += encoded;
        href_template.remove_prefix(at + variable.size());
    }
    return expanded.append(href_template);
}

}  // namespace folkmoot::activitypub
