#include "domain/gist.h"

namespace parasol {
namespace {

struct EditedFields {
    std::int64_t bits = 0;
    std::int64_t next = 1;
    void operator()(const char*, const std::optional<Edit>& edit) {
        if (edit) bits |= next;
        next <<= 1;
    }
};

}  // namespace

Gist gist_of(const Command& command) {
    Gist gist;
    gist.command = static_cast<std::int64_t>(command.index());
    if (const auto* add = std::get_if<AddAccount>(&command)) gist.subject = add->name;
    if (const auto* edit = std::get_if<EditAccount>(&command)) {
        EditedFields edited;
        EditAccount::fields(*edit, edited);
        gist.detail = edited.bits;
        if (edit->name) gist.subject = edit->name->to;
    }
    if (const auto* import = std::get_if<ImportAccounts>(&command)) {
        gist.detail = static_cast<std::int64_t>(import->rows.size());
    }
    if (const auto* invite = std::get_if<InviteAdministrator>(&command)) gist.subject = invite->email;
    if (const auto* create = std::get_if<CreateFederation>(&command)) gist.subject = create->name;
    if (const auto* issue = std::get_if<IssueCode>(&command)) gist.subject = issue->label;
    if (const auto* accept = std::get_if<Accept>(&command)) gist.subject = accept->shown.name;
    if (const auto* dissolve = std::get_if<Dissolve>(&command)) gist.subject = dissolve->typed_name;
    if (const auto* due = std::get_if<EndDue>(&command)) gist.detail = static_cast<std::int64_t>(due->kind);
    if (const auto* person = std::get_if<RegisterPerson>(&command)) gist.subject = person->email;
    if (const auto* set = std::get_if<SetLimit>(&command)) gist.detail = static_cast<std::int64_t>(set->limit);
    if (const auto* brand = std::get_if<SetBrand>(&command)) {
        gist.detail = (brand->name ? 1 : 0) | (brand->colour ? 2 : 0) | (brand->logo ? 4 : 0);
    }
    if (const auto* set = std::get_if<SetConsent>(&command)) gist.detail = set->allow ? 1 : 0;
    return gist;
}

}  // namespace parasol
