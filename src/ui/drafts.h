// What a screen keeps between frames: by account and form, for one person. What is typed in a form (KeptForm) is kept
// on the device as well: leaving the page, a crash or a killed tab do not lose it. All go at sign-out.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/ids.h"
#include "wire/enum_names.h"

namespace parasol {

class Replica;

// A form whose typing is kept. Whoever derives from it names in `fields` the texts and choices that are typed, and
// nothing else: no secret, no refusal, nothing that was looked up. A `close_dialogs` of its own says what leaving the
// page closes.
struct KeptForm {
    bool open = false;
    bool as_left = false;  // opened with what had been typed before
    bool afresh = false;   // "Start afresh" was pressed
    bool leads = false;    // the focus to its first field
    bool ended = false;    // sent, or thrown away: nothing of it is kept

    void end() {
        open = false;
        ended = true;
    }
    void close_dialogs() { open = false; }
};

// Where the fields of one form are, in its order. Filled by its `fields`, once: one function then reads and writes all
// kinds of forms.
class TypedFields {
public:
    void operator()(const char* name, std::string& text) { fields_.push_back({name, &text, nullptr, {}}); }
    template <class Choice>
    requires(std::is_enum_v<Choice> && sizeof(Choice) == 1)
    void operator()(const char* name, Choice& choice) {
        fields_.push_back({name, nullptr, reinterpret_cast<unsigned char*>(&choice), enum_table(choice)});
    }

    // As JSON; what is empty is left out.
    std::string text() const;
    // All of it, or nothing and false: what is stored may be of another version of the page, or damaged.
    bool read(std::string_view text) const;

private:
    struct Field {
        const char* name;
        std::string* text;
        unsigned char* choice;
        EnumTable names;  // of the choice
    };
    std::vector<Field> fields_;
};

// Every form asks for its own kind of draft and finds it as it was left. A draft never holds a secret beyond what is
// being typed.
class Drafts {
public:
    // What is typed is kept here from now on. Called every frame; where it is another person's, all is forgotten first.
    void keep_in(Replica& replica);

    // Always the same D for one form. A draft stays at its address until it is dropped.
    template <class D>
    D& of(AccountId account, std::string_view form) {
        return holder_of<D>(account, form).value;
    }
    // The same, owned by whoever waits for an answer: the draft may have been dropped by then.
    template <class D>
    std::shared_ptr<D> share(AccountId account, std::string_view form) {
        D& value = of<D>(account, form);
        return {drafts_[{account, std::string(form)}], &value};
    }
    // Opens a form: with what was typed in it before, where that is something, else `fresh`. `afresh`: throws away what
    // was typed.
    template <class D>
    D& begin(AccountId account, std::string_view form, D fresh = {}, bool afresh = false) {
        Holder<D>& holder = holder_of<D>(account, form);
        const std::string typed = holder.typed.text();
        holder.value = std::move(fresh);
        start(holder, typed, afresh);
        return holder.value;
    }
    void drop(AccountId account, std::string_view form) { drafts_.erase({account, std::string(form)}); }
    // The page is left: what is typed stays, but no question is asked again by itself when somebody comes back
    // (D::close_dialogs, where D has one).
    void leave() {
        for (const auto& [place, draft] : drafts_) draft->leave();
    }
    // At the end of a frame: keeps what was typed in it, and takes away what has ended.
    void save();
    void clear();

private:
    struct Base {
        KeptForm* form = nullptr;  // where it is one
        TypedFields typed;
        std::string fresh;      // text of a form as it was begun
        bool used = true;       // asked for since the last save
        bool was_open = false;  // at the last save: typing may have gone on until it was closed
        virtual ~Base() = default;
        virtual void leave() = 0;
    };
    template <class D>
    struct Holder final : Base {
        D value{};
        void leave() override {
            if constexpr (requires { value.close_dialogs(); }) value.close_dialogs();
        }
    };
    using Place = std::pair<Id, std::string>;

    template <class D>
    Holder<D>& holder_of(AccountId account, std::string_view form) {
        Place place{account, std::string(form)};
        auto& slot = drafts_[place];
        if (!slot) {
            const auto holder = std::make_shared<Holder<D>>();
            slot = holder;
            if constexpr (std::is_base_of_v<KeptForm, D>) {
                holder->form = &holder->value;
                D::fields(holder->value, holder->typed);
                recall(place, *holder);
            }
        }
        slot->used = true;
        return static_cast<Holder<D>&>(*slot);
    }
    void recall(const Place& place, Base& draft) const;
    static void start(Base& draft, const std::string& typed, bool afresh);

    std::map<Place, std::shared_ptr<Base>> drafts_;
    Replica* replica_ = nullptr;
};

}  // namespace parasol
