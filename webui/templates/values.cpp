#include "webui/templates/values.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace folkmoot::webui {

// Walks over the repetitions of a section; a section without children of its own is repeated once,
// with the values in force where it stands.
class Values::Repetitions final : public Iterator {
public:
    explicit Repetitions(Values const* first) : at_(first) {}

    explicit Repetitions(Values const& only, bool) : at_(&only), once_(true) {}

    bool HasNext() const override { return at_ != nullptr; }

    Values const& Next() override {
        Values const& here = *at_;
        at_ = once_ ? nullptr : here.next_;
        return here;
    }

private:
    Values const* at_;
    bool once_ = false;
};

Values::Values(Values const* parent, std::pmr::memory_resource& pool)
    : parent_(parent), pool_(pool), variables_(&pool), sections_(&pool) {
    variables_.reserve(parent ? 24 : 48);
    sections_.reserve(parent ? 8 : 32);
}

void Values::set(NameWords const& name, std::string_view lasting) {
    auto const found = std::ranges::find(variables_, name, &Variable::name);
    if (found == variables_.end())
        variables_.push_back({name, lasting});
    else
        found->value = lasting;
}

void Values::set_copy(NameWords const& name, std::string_view passing) {
    auto* const bytes = static_cast<char*>(pool_.allocate(passing.size() + 1, 1));
    std::memcpy(bytes, passing.data(), passing.size());
    set(name, {bytes, passing.size()});
}

Values::Shown& Values::shown(NameWords const& name) {
    auto const found = std::ranges::find(sections_, name, &Shown::name);
    return found == sections_.end() ? sections_.emplace_back(name) : *found;
}

void Values::show(NameWords const& name) {
    shown(name);
}

Values& Values::add(NameWords const& name) {
    auto* const made = new (pool_.allocate(sizeof(Values), alignof(Values))) Values(this, pool_);
    Shown& section = shown(name);
    (section.last ? section.last->next_ : section.first) = made;
    section.last = made;
    return *made;
}

Values::Shown const* Values::find(ctemplate::TemplateString const& name) const {
    NameWords const words = NameWords::of({name.data(), name.size()});
    for (Values const* here = this; here; here = here->parent_) {
        auto const found = std::ranges::find(here->sections_, words, &Shown::name);
        if (found != here->sections_.end())
            return &*found;
    }
    return nullptr;
}

ctemplate::TemplateString Values::GetValue(ctemplate::TemplateString const& variable) const {
    NameWords const words = NameWords::of({variable.data(), variable.size()});
    for (Values const* here = this; here; here = here->parent_) {
        auto const found = std::ranges::find(here->variables_, words, &Variable::name);
        if (found != here->variables_.end())
            return {found->value.data(), found->value.size()};
    }
    return {"", 0};
}

bool Values::IsHiddenSection(ctemplate::TemplateString const& name) const {
    return find(name) == nullptr;
}

bool Values::IsUnhiddenSection(ctemplate::TemplateString const& name) const {
    return find(name) != nullptr;
}

Values::Iterator* Values::CreateSectionIterator(ctemplate::TemplateString const& section) const {
    Shown const* const found = find(section);
    if (found && found->first)
        return new Repetitions(found->first);
    return found ? new Repetitions(*this, true) : new Repetitions(nullptr);
}

Values::Iterator* Values::CreateTemplateIterator(ctemplate::TemplateString const&) const {
    return new Repetitions(nullptr);
}

}  // namespace folkmoot::webui
