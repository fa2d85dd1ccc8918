// The parsed templates of one language, and the values that a render fills in. Private to this
// room: views see names and values, never ctemplate.
#pragma once

#include "activitypub/html/html.hpp"
#include "webui/po/language.hpp"
#include "webui/templates/name.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>

namespace ctemplate {
class Template;
}  // namespace ctemplate

namespace folkmoot::webui {

class Values;

/// The pages that have a template, in the order of page_names.
enum class PageName : std::uint8_t {
    landing,
    about,
    group,
    topic,
    member,
    sign_in,
    consent,
    code,
    problem
};

/// Names of the page templates, without ".tpl".
inline constexpr std::array<std::string_view, 9> page_names{
    "landing", "about", "group", "topic", "member", "sign_in", "consent", "code", "problem"
};

/// The values of one section of a page; the root section is the page. Sections see the values
/// around them. A value is printed escaped for the place where it stands, except those given to
/// html() and json(). Cheap to copy; valid while its Fill lives.
class Section {
public:
    explicit Section(Values* values) : values_(values) {}

    /// Sets a variable. The text is not copied and must live until the page is expanded.
    void view(Name<NameKind::text> name, std::string_view lasting);

    /// Sets a variable to a copy of the text.
    void text(Name<NameKind::text> name, std::string_view passing);

    /// Sets a variable to sanitised HTML, printed as it is. Not copied.
    void html(Name<NameKind::html> name, activitypub::Html const& lasting);

    /// Sets a variable to a JSON document for a data block: < > & U+2028 U+2029 are printed as \u
    /// escapes.
    void json(Name<NameKind::json> name, std::string_view document);

    /// Shows a section once, with the values around it.
    void show(Name<NameKind::text> name);

    /// Shows a section if `condition` holds.
    void show_if(bool condition, Name<NameKind::text> name);

    /// Shows a section once more, with values of its own.
    Section add(Name<NameKind::text> name);

    /// Shows `section` with `name` set to the text, unless the text is empty. The text is not
    /// copied.
    void optional(
        Name<NameKind::text> section, Name<NameKind::text> name, std::string_view lasting
    );

private:
    Values* values_;
};

/// The values of one page and the memory that holds them.
class Fill {
public:
    Fill();
    Fill(Fill const&) = delete;
    Fill& operator=(Fill const&) = delete;

    Section root() const { return Section(values_); }

private:
    friend class CompiledTemplates;
    std::pmr::monotonic_buffer_resource pool_;
    Values* values_;
};

/// The parsed templates of one language with its messages and formats.
class CompiledTemplates {
public:
    explicit CompiledTemplates(Locale locale);
    ~CompiledTemplates();
    CompiledTemplates(CompiledTemplates&&) noexcept;

    Language const& language() const noexcept { return language_; }

    /// The page with its values: complete HTML, UTF-8.
    std::string expand(PageName page, Fill const& values) const;

private:
    Language language_;
    std::array<std::unique_ptr<ctemplate::Template>, page_names.size()> pages_;
};

}  // namespace folkmoot::webui
