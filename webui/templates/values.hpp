// The values that a render fills in, as ctemplate asks for them. It replaces ctemplate's own
// dictionary, which takes a process-wide lock and hashes the name for each value that is set.
// Private to this folder.
#pragma once

#include "webui/templates/name.hpp"

#include <ctemplate/template_dictionary_interface.h>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace folkmoot::webui {

/// The values of one section, with the section around it. Lives in the pool of its page and is
/// never destroyed by itself: all its memory belongs to the pool.
class Values final : public ctemplate::TemplateDictionaryInterface {
public:
    /// @param parent  the section around this one, null for the page; must outlive it
    Values(Values const* parent, std::pmr::memory_resource& pool);

    /// Sets a variable; the bytes must live until the page is expanded. Setting it again replaces
    /// the value.
    void set(NameWords const& name, std::string_view lasting);

    /// Sets a variable to a copy of the bytes, kept in the pool.
    void set_copy(NameWords const& name, std::string_view passing);

    /// Shows a section once, with the values in force where it stands.
    void show(NameWords const& name);

    /// Shows a section once more, with values of its own.
    Values& add(NameWords const& name);

private:
    class Repetitions;

    struct Variable {
        NameWords name;
        std::string_view value;
    };

    // A visible section: repeated for each child, or once when there is none.
    struct Shown {
        NameWords name;
        Values const* first = nullptr;
        Values* last = nullptr;
    };

    Shown& shown(NameWords const& name);
    Shown const* find(ctemplate::TemplateString const& name) const;

    ctemplate::TemplateString GetValue(ctemplate::TemplateString const& variable) const override;
    bool IsHiddenSection(ctemplate::TemplateString const& name) const override;
    bool IsUnhiddenSection(ctemplate::TemplateString const& name) const override;
    Iterator* CreateSectionIterator(ctemplate::TemplateString const& section) const override;

    // Templates here include nothing at run time, and nothing asks for a dump.
    bool IsHiddenTemplate(ctemplate::TemplateString const&) const override { return true; }

    char const* GetIncludeTemplateName(ctemplate::TemplateString const&, int) const override {
        return "";
    }

    Iterator* CreateTemplateIterator(ctemplate::TemplateString const&) const override;

    void DumpToString(std::string*, int) const override {}

    Values const* parent_;
    Values const* next_ = nullptr;  // the next repetition of the same section
    std::pmr::memory_resource& pool_;
    std::pmr::vector<Variable> variables_;
    std::pmr::vector<Shown> sections_;
};

}  // namespace folkmoot::webui
