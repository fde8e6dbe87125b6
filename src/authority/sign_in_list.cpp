// Who can be signed in as, in the demo: persons by their grants, and whoever an open invitation is addressed
// to.
#include <algorithm>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "authority/jobs.h"
#include "authority/sessions.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t most_choices = 100;

// The list in the making: which accounts the search names, which choices match, and then their names. It
// keeps itself alive through the callbacks that it waits for.
class SignInList : public std::enable_shared_from_this<SignInList> {
  public:
    SignInList(Desk& desk, const ListSignIns& request, Callback<void(Reply)> done)
        : desk_(desk), search_(lower_email(trimmed(request.search))), done_(std::move(done)) {}

    void start() {
        if (search_.empty()) return load_featured();
        const auto visit = [self = shared_from_this()](const Scope&, const ScopeRows& rows) {
            rows.each<AccountRow>([&](const AccountRow& row) {
                if (self->matches(row.name)) self->named_.insert(row.id);
            });
            return true;
        };
        desk_.database.scan(ScopeKind::account, visit, [self = shared_from_this()](DatabaseError error) {
            if (!self->failed(error)) self->look_through_people();
        });
    }

  private:
    // Ordered as they are listed.
    struct Listed {
        bool operator()(const SignInChoice& a, const SignInChoice& b) const {
            if (a.name != b.name) return a.name < b.name;
            if (a.email != b.email) return a.email < b.email;
            if (a.account != b.account) return a.account < b.account;
            return a.invitation < b.invitation;
        }
    };

    bool failed(DatabaseError error) {
        if (error != DatabaseError::none) done_(Refusing{Refusal::not_stored, 0});
        return error != DatabaseError::none;
    }

    bool matches(const std::string& text) const {
        return lower_email(text).find(search_) != std::string::npos;
    }

    bool is_wanted(const SignInChoice& choice) const {
        if (featured_persons_.count(choice.person) != 0) return false;  // listed already
        return search_.empty() || named_.count(choice.account) != 0 || matches(choice.name) ||
               matches(choice.email);
    }

    void add(const SignInChoice& choice) {
        if (!is_wanted(choice)) return;
        others_.insert(choice);
        if (others_.size() > most_choices + 1) others_.erase(std::prev(others_.end()));
    }

    void load_featured() {
        std::vector<Scope> scopes;
        for (const PersonId& person : desk_.options.featured) scopes.push_back(person_scope(person));
        desk_.database.load(std::move(scopes), [self = shared_from_this()](const Loaded& loaded) {
            if (self->failed(loaded.error)) return;
            for (const LoadedScope& scope : loaded.scopes) self->add_featured(scope);
            self->look_through_people();
        });
    }

    // Once, with the grant that allows most.
    void add_featured(const LoadedScope& scope) {
        const PersonRow* person = nullptr;
        const HeldGrantRow* best = nullptr;
        for (const Row& row : scope.rows) {
            if (const auto* found = std::get_if<PersonRow>(&row)) person = found;
            const auto* held = std::get_if<HeldGrantRow>(&row);
            if (held && (!best || held->role < best->role)) best = held;
        }
        if (!person || !best) return;
        SignInChoice choice;
        choice.person = person->id;
        choice.account = best->account;
        choice.name = person->name;
        choice.email = person->email;
        choice.role = best->role;
        choice.account_kind = best->account_kind;
        featured_persons_.insert(person->id);
        choices_.push_back(std::move(choice));
    }

    void look_through_people() {
        const Instant now = desk_.clock.now();
        const auto visit = [self = shared_from_this(), now](const Scope&, const ScopeRows& rows) {
            rows.each<GrantRow>([&](const GrantRow& row) {
                SignInChoice choice;
                choice.person = row.person;
                choice.account = row.account;
                choice.name = row.person_name;
                choice.email = row.person_email;
                choice.role = row.role;
                self->add(choice);
            });
            rows.each<InvitationRow>([&](const InvitationRow& row) {
                if (!is_open(row, now)) return;
                SignInChoice choice;
                choice.invitation = row.id;
                choice.account = row.account;
                choice.name = name_from_email(row.email);
                choice.email = row.email;
                choice.role = row.role;
                self->add(choice);
            });
            return true;
        };
        desk_.database.scan(ScopeKind::people, visit, [self = shared_from_this()](DatabaseError error) {
            if (!self->failed(error)) self->load_names();
        });
    }

    void load_names() {
        choices_.insert(choices_.end(), others_.begin(), others_.end());
        more_ = choices_.size() > most_choices;
        if (more_) choices_.resize(most_choices);
        std::vector<Scope> scopes;
        for (const SignInChoice& choice : choices_) {
            scopes.push_back(account_scope(choice.account));
            if (choice.person.is_none()) scopes.push_back(email_key(lower_email(choice.email)));
        }
        desk_.database.load(std::move(scopes), [self = shared_from_this()](const Loaded& loaded) {
            if (!self->failed(loaded.error)) self->answer(loaded);
        });
    }

    void answer(const Loaded& loaded) {
        auto scope = loaded.scopes.begin();
        for (SignInChoice& choice : choices_) {
            for (const Row& row : scope->rows) {
                const auto* account = std::get_if<AccountRow>(&row);
                if (!account) continue;
                choice.account_name = account->name;
                choice.account_kind = account->kind;
            }
            ++scope;
            if (!choice.person.is_none()) continue;
            for (const Row& row : scope->rows) {
                if (const auto* key = std::get_if<EmailKeyRow>(&row)) choice.person = key->id;
            }
            ++scope;
        }
        done_(SignIns{std::move(choices_), more_});
    }

    Desk& desk_;
    std::string search_;
    Callback<void(Reply)> done_;
    std::unordered_set<Id, IdHash> named_;             // accounts whose name the search matches
    std::unordered_set<Id, IdHash> featured_persons_;  // listed first
    std::set<SignInChoice, Listed> others_;
    std::vector<SignInChoice> choices_;
    bool more_ = false;
};

}  // namespace

void list_sign_ins(Desk& desk, ListSignIns request, Callback<void(Reply)> done) {
    std::make_shared<SignInList>(desk, request, std::move(done))->start();
}

}  // namespace parasol
