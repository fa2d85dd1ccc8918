#include "tests/webui/markup.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace folkmoot::webui {

namespace {

constexpr std::array<std::string_view, 5> voids{"meta", "link", "img", "input", "br"};
constexpr std::array<std::string_view, 6> entities{
    "&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#32;"
};

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

class Reader {
public:
    explicit Reader(std::string_view html) : rest_(html) {}

    Markup read() {
        if (!take("<!DOCTYPE html>"))
            mistake("no document type");
        while (!rest_.empty())
            rest_.front() == '<' ? tag() : text();
        for (std::size_t const element : open_)
            mistake("never closed: " + page_.elements[element].name);
        return std::move(page_);
    }

private:
    void mistake(std::string what) {
        page_.mistakes.push_back(what + " before: " + std::string(rest_.substr(0, 60)));
    }

    bool take(std::string_view text) {
        if (!rest_.starts_with(text))
            return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    std::string take_name() {
        std::size_t const end =
            static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_name) - rest_.begin());
        std::string name(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return name;
    }

    void check_text(std::string_view text) {
        for (std::size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
            bool const known = std::ranges::any_of(entities, [&](std::string_view entity) {
                return text.substr(at).starts_with(entity);
            });
            if (!known)
                mistake("bare &: " + std::string(text.substr(at, 20)));
        }
        if (text.contains('<'))
            mistake("bare <");
    }

    void text() {
        std::string_view const text = rest_.substr(0, rest_.find('<'));
        rest_.remove_prefix(text.size());
        check_text(text);
        if (!open_.empty())
            page_.elements[open_.back()].text += text;
    }

    void tag() {
        if (take("</"))
            return end_tag();
        rest_.remove_prefix(1);
        Element element{.name = take_name()};
        if (element.name.empty())
            mistake("no tag name");
        while (take(" "))
            attribute(element);
        bool const closed = take("/>") || std::ranges::count(voids, element.name) > 0;
        if (closed && rest_.starts_with('>'))
            rest_.remove_prefix(1);
        else if (!closed && !take(">"))
            mistake("tag does not end: " + element.name);
        std::string const name = element.name;
        page_.elements.push_back(std::move(element));
        if (name == "script")
            return script();
        if (!closed)
            open_.push_back(page_.elements.size() - 1);
    }

    void attribute(Element& element) {
        std::string const name = take_name();
        if (name.empty()) {
            mistake("no attribute name in " + element.name);
            rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
            return;
        }
        std::string value;
        if (take("=")) {
            if (!take("\""))
                return mistake("unquoted attribute " + name);
            value = rest_.substr(0, rest_.find('"'));
            rest_.remove_prefix(std::min(value.size() + 1, rest_.size()));
            check_text(value);
        }
        if (name == "id" && !ids_.insert(value).second)
            mistake("repeated id " + value);
        if (!element.attributes.emplace(name, value).second)
            mistake("repeated attribute " + name);
    }

    void end_tag() {
        std::string const name = take_name();
        if (!take(">") || open_.empty() || page_.elements[open_.back()].name != name)
            mistake("end tag out of place: " + name);
        if (!open_.empty())
            open_.pop_back();
    }

    void script() {
        std::string_view const body = rest_.substr(0, rest_.find("</script>"));
        page_.elements.back().text = body;
        rest_.remove_prefix(std::min(body.size() + 9, rest_.size()));
    }

    std::string_view rest_;
    Markup page_;
    std::vector<std::size_t> open_;
    std::set<std::string> ids_;
};

}  // namespace

std::string Element::attribute(std::string const& key) const {
    auto const found = attributes.find(key);
    return found == attributes.end() ? "" : found->second;
}

std::vector<Element> Markup::all(std::string_view name) const {
    std::vector<Element> found;
    std::ranges::copy_if(elements, std::back_inserter(found), [&](Element const& element) {
        return element.name == name;
    });
    return found;
}

Element Markup::by_id(std::string_view id) const {
    std::vector<Element> found;
    std::ranges::copy_if(elements, std::back_inserter(found), [&](Element const& element) {
        return element.attribute("id") == id;
    });
    return found.size() == 1 ? found.front() : Element{};
}

Markup read_markup(std::string_view html) {
    return Reader(html).read();
}

}  // namespace folkmoot::webui
