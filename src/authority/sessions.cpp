#include "authority/sessions.h"

#include <set>

#include "authority/drawing.h"
#include "authority/jobs.h"
#include "domain/limits.h"
#include "domain/sort_by.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 256;
constexpr std::size_t fewest_different = 5;

}  // namespace

std::string hash_of(Work& work, Desk& desk, const PersonId& person) {
    if (person.is_none()) return {};
    const auto row = work.find<PasswordRow>(password_key(person), person);
    return row.present() ? desk.vault.open(row->hash).value_or(std::string()) : std::string();
}

NewSession::NewSession(Desk& desk, Sender from, bool is_shared)
    : id(draw_id(desk.clock, desk.chance)),
      token(draw_session_token(desk.chance)),
      sender(std::move(from)),
      shared(is_shared) {}

LiveSession live_session(Work& work, Desk& desk, const std::string& token) {
    if (token.empty()) return {};
    const Instant now = desk.clock.now();
    const std::string fingerprint = desk.vault.fingerprint("session", token);
    std::optional<SessionRow> row;
    work.each<SessionRow>(session_key(fingerprint), [&](const SessionRow& found) {
        if (found.expires > now) row = found;
    });
    if (!row) return {};
    LiveSession session{row->person, row->id, fingerprint, row->created};
    if (!desk.options.passwords) return session;
    const auto use = work.find<SessionUseRow>(sessions_key(row->person), row->id);
    const auto password = work.find<PasswordRow>(password_key(row->person), row->person);
    // A new password ends the sessions that began before it.
    if (password.present() && password->set > row->created) return {};
    if (!use.present()) return session;
    if (has_passed(rests_until(desk, *use), now)) return {};
    session.confirmed = use->confirmed;
    return session;
}

PersonId signed_in(Work& work, Desk& desk, const std::string& session) {
    return live_session(work, desk, session).person;
}

bool is_confirmed(const LiveSession& session, Desk& desk) {
    return !desk.options.passwords || !has_passed(session.confirmed + confirmation_life, desk.clock.now());
}

SessionUseRow use_of(Work& work, const LiveSession& session) {
    const auto use = work.find<SessionUseRow>(sessions_key(session.person), session.id);
    if (use.present()) return *use;
    SessionUseRow row;
    row.id = session.id;
    row.fingerprint = session.fingerprint;
    const auto begun = work.find<SessionRow>(session_key(session.fingerprint), session.id);
    if (!begun.present()) return row;
    row.created = begun->created;
    row.used = begun->created;
    row.confirmed = begun->created;
    row.expires = begun->expires;
    return row;
}

Instant rests_until(Desk& desk, const SessionUseRow& use) {
    return use.used + (use.shared ? desk.options.shared_rest : desk.options.session_rest);
}

void end_session(Work& work, const PersonId& person, const SessionUseRow& use) {
    work.erase<SessionRow>(session_key(use.fingerprint), use.id);
    work.erase<SessionUseRow>(sessions_key(person), use.id);
}

void end_sessions(Work& work, const PersonId& person, const SessionId& but) {
    std::vector<SessionUseRow> uses;
    work.each<SessionUseRow>(sessions_key(person), [&](const SessionUseRow& row) {
        if (row.id != but) uses.push_back(row);
    });
    for (const SessionUseRow& use : uses) end_session(work, person, use);
}

std::optional<SecondFactorRow> factor_of(Work& work, const PersonId& person) {
    const auto found = work.find<SecondFactorRow>(second_factor_key(person), person);
    return found.present() && !found->secret.empty() ? std::optional(*found) : std::nullopt;
}

std::optional<Refusal> take_code(Work& work, Desk& desk, const PersonId& person, const std::string& code) {
    const Scope scope = second_factor_key(person);
    const auto factor = factor_of(work, person);
    if (!factor) return std::nullopt;
    if (code.empty()) return Refusal::second_factor_needed;
    SecondFactorRow row = *factor;
    const auto secret = desk.vault.open(row.secret);
    OneTimeCodes* codes = desk.options.codes;
    const auto step = secret && codes ? codes->step_of(*secret, code) : std::nullopt;
    if (step) {
        if (*step <= row.step) return Refusal::code_wrong;  // seen before, by whoever
        row.step = *step;
        work.put(scope, std::move(row));
        return std::nullopt;
    }
    const auto symbols = normalise_access_code(code);
    const std::string print = symbols ? recovery_print(desk, person, *symbols) : std::string();
    if (std::erase(row.recovery, print) == 0) return Refusal::code_wrong;
    work.put(scope, std::move(row));
    return std::nullopt;
}

Sessions sessions_of(Work& work, Desk& desk, const LiveSession& session) {
    const PersonId person = session.person;
    const Instant now = desk.clock.now();
    Sessions found;
    const auto password = work.find<PasswordRow>(password_key(person), person);
    const Instant since = password.present() ? password->set : 0;
    const auto add = [&](const SessionUseRow& row) {
        const bool over = has_passed(row.expires, now) || has_passed(rests_until(desk, row), now);
        if (over || row.created < since) return;
        found.sessions.push_back({row.id, row.created, row.used, row.expires, row.browser, row.network, row.shared,
                                  row.id == session.id});
    };
    bool listed = false;
    work.each<SessionUseRow>(sessions_key(person), [&](const SessionUseRow& row) {
        listed = listed || row.id == session.id;
        add(row);
    });
    if (!listed) add(use_of(work, session));
    sort_in_order(found.sessions, [](const SessionInfo& a, const SessionInfo& b) {
        return a.current != b.current ? a.current : a.used > b.used;
    });
    if (const auto factor = factor_of(work, person)) {
        found.second_factor = factor->since;
        found.recovery_codes = static_cast<std::int64_t>(factor->recovery.size());
    }
    found.confirmed_until = session.confirmed + confirmation_life;
    return found;
}

std::string recovery_print(Desk& desk, const PersonId& person, const std::string& symbols) {
    return desk.vault.fingerprint("recovery", to_string(person) + symbols);
}

Reply begin_session(Work& work, Desk& desk, const NewSession& session, const PersonId& person) {
    const auto row = work.find<PersonRow>(person_scope(person), person);
    if (!row.present()) return Refusing{Refusal::not_found, 0};
    SessionRow begun;
    begun.id = session.id;
    begun.person = person;
    begun.created = desk.clock.now();
    const Duration most = session.shared ? desk.options.shared_most : desk.options.session_most;
    begun.expires = begun.created + (desk.options.passwords ? most : session_life);
    const std::string fingerprint = desk.vault.fingerprint("session", session.token);
    work.put(session_key(fingerprint), begun);
    if (desk.options.passwords) {
        SessionUseRow use{session.id, fingerprint, begun.created, begun.created, begun.expires, begun.created};
        use.browser = session.sender.browser;
        use.network = session.sender.network;
        use.shared = session.shared;
        work.put(sessions_key(person), std::move(use));
    }
    return SignedIn{session.token, person, row->name, row->email, session.shared};
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
