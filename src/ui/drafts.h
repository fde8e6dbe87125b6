// What a screen keeps between frames: by account and form, for one person. What is typed in a form (KeptForm) is kept
// on the device as well: leaving the page, a crash or a killed tab do not lose it. All go at sign-out.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/ids.h"
#include "wire/json_fields.h"

namespace parasol {

class Replica;

// A form whose typing is kept. Whoever derives from it names in `fields` what is typed, and nothing else: no secret,
// no refusal, nothing that was looked up. A member `close_dialogs` of its own says what leaving the page closes.
struct KeptForm {
    bool open = false;
    bool as_left = false;  // opened with what had been typed before
    bool leads = false;    // the focus to its first field
    bool ended = false;    // sent, or thrown away: nothing of it is kept

    void end() {
        open = false;
        ended = true;
    }
    void close_dialogs() { open = false; }
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
        const std::string typed = holder.text();
        const bool left = !afresh && typed != holder.fresh;
        holder.value = std::move(fresh);
        holder.fresh = holder.text();
        if (left && typed != holder.fresh) holder.read(typed);
        holder.value.open = true;
        holder.value.leads = afresh;
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
    template <class D>
    static constexpr bool is_kept = std::is_base_of_v<KeptForm, D>;

    struct Base {
        std::string fresh;      // text of a form as it was begun
        bool used = true;       // asked for since the last save
        bool was_open = false;  // at the last save: typing may have gone on until it was closed
        virtual ~Base() = default;
        virtual void leave() = 0;
        // Of a kept form alone.
        virtual KeptForm* form() { return nullptr; }
        virtual std::string text() const { return {}; }
        virtual void read(std::string_view) {}
    };
    template <class D>
    struct Holder final : Base {
        D value{};
        void leave() override {
            if constexpr (requires { value.close_dialogs(); }) value.close_dialogs();
        }
        KeptForm* form() override {
            if constexpr (is_kept<D>) return &value;
            return nullptr;
        }
        std::string text() const override {
            if constexpr (is_kept<D>) return encode_fields(value);
            return {};
        }
        // What is stored may be of another version of the page, or damaged: then it is as if there were nothing.
        void read(std::string_view text) override {
            if constexpr (is_kept<D>) {
                auto typed = decode_fields<D>(text, largest);
                if (!typed) return;
                value = std::move(*typed);
                value.as_left = true;
            }
        }
    };
    using Place = std::pair<Id, std::string>;
    static constexpr std::size_t largest = 65536;  // bytes of one form

    template <class D>
    Holder<D>& holder_of(AccountId account, std::string_view form) {
        Place place{account, std::string(form)};
        auto& slot = drafts_[place];
        if (!slot) {
            slot = std::make_shared<Holder<D>>();
            if constexpr (is_kept<D>) recall(place, *slot);
        }
        slot->used = true;
        return static_cast<Holder<D>&>(*slot);
    }
    void recall(const Place& place, Base& draft) const;

    std::map<Place, std::shared_ptr<Base>> drafts_;
    Replica* replica_ = nullptr;
};

}  // namespace parasol
