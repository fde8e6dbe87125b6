#include "authority/sessions.h"

#include <set>

#include "authority/drawing.h"
#include "authority/jobs.h"
#include "domain/limits.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 256;
constexpr std::size_t fewest_different = 5;

}  // namespace

NewSession::NewSession(Desk& desk) : id(draw_id(desk.clock, desk.chance)), token(draw_session_token(desk.chance)) {}

Reply begin_session(Work& work, Desk& desk, const NewSession& session, const PersonId& person) {
    const auto row = work.find<PersonRow>(person_scope(person), person);
    if (!row.present()) return Refusing{Refusal::not_found, 0};
    SessionRow begun;
    begun.id = session.id;
    begun.person = person;
    begun.created = desk.clock.now();
    begun.expires = begun.created + session_life;
    work.put(session_key(desk.vault.fingerprint("session", session.token)), begun);
    return SignedIn{session.token, person, row->name, row->email};
}

PersonId person_of(Work& work, const std::string& email) {
    PersonId person;
    work.each<EmailKeyRow>(email_key(email), [&](const EmailKeyRow& row) { person = row.id; });
    return person;
}

std::string name_from_email(const std::string& email) {
    std::string name;
    bool starts_word = true;
    for (const char symbol : email.substr(0, email.find('@'))) {
        const bool separates = symbol == '.' || symbol == '_' || symbol == '-' || symbol == '+';
        if (separates) {
            starts_word = true;
            continue;
        }
        if (starts_word && !name.empty()) name.push_back(' ');
        const bool lower = symbol >= 'a' && symbol <= 'z';
        name.push_back(starts_word && lower ? static_cast<char>(symbol - 'a' + 'A') : symbol);
        starts_word = false;
    }
    return check_name(name) ? email : name;
}

InvitedPerson::InvitedPerson(Desk& desk, AccountId account, InvitationId invitation)
    : desk_(desk), account_(account), invitation_(invitation), new_person_(draw_id(desk.clock, desk.chance)) {}

Missing InvitedPerson::find(Turn& turn, PersonId& person) {
    std::string email;
    {
        Work work(turn.rows());
        const auto invitation = work.find<InvitationRow>(people_of(account_), invitation_);
        const bool open = invitation.present() && is_open(*invitation, desk_.clock.now());
        if (open) {
            email = invitation->email;
            person = person_of(work, email);
        }
        Missing missing = turn.conclude(work);
        if (missing.any() || !open) return missing;
    }
    if (!person.is_none() || registered_) return {};
    wish_.envelope.command = RegisterPerson{new_person_, name_from_email(email), email};
    wish_.envelope.time = desk_.clock.now();
    auto ended = turn.decide_wish(wish_);
    if (auto* missing = std::get_if<Missing>(&ended)) return std::move(*missing);
    registered_ = true;
    if (!std::get<Verdict>(ended).refusal) person = new_person_;
    return {};
}

std::optional<Refusal> check_password(const std::string& password, const std::string& email) {
    if (code_points(password) < shortest_password) return Refusal::password_too_short;
    if (password.size() > longest_password) return Refusal::password_too_long;
    const std::set<char> different(password.begin(), password.end());
    const std::string folded = lower_email(password);
    const std::string address = lower_email(email);
    const bool is_address = folded == address || folded == address.substr(0, address.find('@'));
    if (different.size() < fewest_different || is_address) return Refusal::password_easy;
    return std::nullopt;
}

}  // namespace parasol
