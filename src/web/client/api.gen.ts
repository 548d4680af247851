// Written by `npm run api` from src/contract. Change the contract, not this file.
export interface paths {
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who I am here
         * @description For anyone.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose the name shown in chat
         * @description For visitor. Refuses: line_refused.
         */
        put: operations["setName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose a language
         * @description For visitor.
         */
        put: operations["setLanguage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/calm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Remember calm mode for all my devices
         * @description For member.
         */
        put: operations["setCalm"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an organisation
         * @description For operator. Refuses: name_taken.
         */
        post: operations["createOrg"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The organisation
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["getOrg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the organisation
         * @description For staff (seller_admin, operator).
         */
        patch: operations["updateOrg"];
        trace?: never;
    };
    "/api/orgs/{orgId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People and roles
         * @description For staff (seller_admin, producer, operator).
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Give a registered person a role
         * @description For staff (seller_admin, operator). Refuses: already_member.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change roles
         * @description For staff (seller_admin, operator). Refuses: last_admin.
         */
        put: operations["setRoles"];
        post?: never;
        /**
         * Remove a person
         * @description For staff (seller_admin, operator). Refuses: last_admin.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Affiliates and people who got samples, with those of the past; the newest first
         * @description For staff (seller_admin, producer, moderator, operator).
         */
        get: operations["relations"];
        put?: never;
        /**
         * Label a registered person in the chat of every show of this shop
         * @description For staff (seller_admin, operator). Refuses: not_found, relation_holds.
         */
        post: operations["addRelation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/relations/{relationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End it. What was said under its label keeps it
         * @description For staff (seller_admin, operator). Refuses: not_found.
         */
        delete: operations["endRelation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Organisations I belong to
         * @description For member.
         */
        get: operations["myOrgs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-up/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account and sign in
         * @description For anyone. Refuses: email_taken, password_weak, forged_origin.
         */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a password
         * @description For anyone. Refuses: sign_in_wrong, forged_origin.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out on this device
         * @description For anyone. Refuses: forged_origin.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password and sign out everywhere else
         * @description For member. Refuses: sign_in_wrong, password_weak, second_factor_needed, forged_origin.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin with a code app; works from the first right code on
         * @description For member. Refuses: sign_in_wrong, second_factor_needed, forged_origin.
         */
        post: operations["enableCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop using the code app
         * @description For member. Refuses: sign_in_wrong, second_factor_needed, forged_origin.
         */
        post: operations["disableCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/generate-backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the backup codes
         * @description For member. Refuses: sign_in_wrong, second_factor_needed, forged_origin.
         */
        post: operations["newBackupCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish signing in, or turning on the code app, with a code
         * @description For anyone. Refuses: code_wrong, not_signed_in, forged_origin.
         */
        post: operations["verifyCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-backup-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish signing in with a backup code, used once
         * @description For anyone. Refuses: code_wrong, not_signed_in, forged_origin.
         */
        post: operations["verifyBackupCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/generate-authenticate-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begin to sign in with a passkey
         * @description For anyone. Refuses: passkey_refused.
         */
        get: operations["passkeySignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/verify-authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description For anyone. Refuses: passkey_refused, forged_origin.
         */
        post: operations["passkeySignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/generate-register-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begin to add a passkey
         * @description For member. Refuses: second_factor_needed, passkey_refused.
         */
        get: operations["passkeyOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/verify-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a passkey
         * @description For member. Refuses: passkey_refused, second_factor_needed, forged_origin.
         */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/list-user-passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My passkeys
         * @description For member.
         */
        get: operations["listPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/passkey/delete-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a passkey
         * @description For member. Refuses: second_factor_needed, forged_origin.
         */
        post: operations["removePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where I am signed in
         * @description For member.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere else
         * @description For member.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out somewhere
         * @description For member.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products of the organisation
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Add a product
         * @description For staff (seller_admin, producer). Refuses: handle_taken, sku_taken, too_many_variants.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/products/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One product
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["getProduct"];
        /**
         * Change a product
         * @description For staff (seller_admin, producer). Refuses: handle_taken, sku_taken, too_many_variants.
         */
        put: operations["updateProduct"];
        post?: never;
        /**
         * Take a product off sale
         * @description For staff (seller_admin, producer).
         */
        delete: operations["archiveProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/products/{productId}/passport": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Save a new version of the passport
         * @description For staff (seller_admin, producer).
         */
        put: operations["savePassport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/products/{productId}/images/{imageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a picture
         * @description For staff (seller_admin, producer).
         */
        delete: operations["removeImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Imports
         * @description For staff (seller_admin, producer).
         */
        get: operations["listImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One import with progress
         * @description For staff (seller_admin, producer).
         */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports/{importId}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the mapping and make the preview
         * @description For staff (seller_admin, producer). Refuses: import_not_ready.
         */
        put: operations["mapImport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports/{importId}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview rows
         * @description For staff (seller_admin, producer).
         */
        get: operations["importRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports/{importId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply the import; rows with errors are left out
         * @description For staff (seller_admin, producer). Refuses: import_not_ready.
         */
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/imports/{importId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the import back
         * @description For staff (seller_admin, producer). Refuses: import_not_ready.
         */
        post: operations["undoImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shops/{shopSlug}/products/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The product page
         * @description For anyone.
         */
        get: operations["publicProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is on, what comes, what was
         * @description For anyone.
         */
        get: operations["home"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shops/{shopSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A shop: about, shows, products
         * @description For anyone.
         */
        get: operations["shop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A show by id or slug
         * @description For anyone.
         */
        get: operations["publicShow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows of the organisation
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["listShows"];
        put?: never;
        /**
         * Draft a show
         * @description For staff (host, producer, seller_admin).
         */
        post: operations["createShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One show, for its crew
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["getShow"];
        /**
         * Change a show
         * @description For staff (host, producer, seller_admin). Refuses: show_ended.
         */
        put: operations["updateShow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a show that has not started
         * @description For staff (host, producer, seller_admin). Refuses: show_already_live, show_ended.
         */
        post: operations["cancelShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/shelf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put products on the shelf, in order
         * @description For staff (host, producer, seller_admin). Refuses: show_ended.
         */
        put: operations["setShelf"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the run of show
         * @description For staff (host, producer, seller_admin). Refuses: show_ended, not_on_shelf.
         */
        put: operations["setRunOfShow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Move to a segment; its product is pinned
         * @description For staff (host, producer, moderator, seller_admin). Refuses: show_not_live.
         */
        put: operations["setNow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pin one to three products
         * @description For staff (host, producer, moderator, seller_admin). Refuses: not_on_shelf, too_many_pins, show_ended.
         */
        put: operations["setPins"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a timed price; it cannot be extended
         * @description For staff (host, producer, moderator, seller_admin). Refuses: show_not_live, not_on_shelf, conflict.
         */
        post: operations["startOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go live
         * @description For staff (host, producer, seller_admin). Refuses: show_not_ready, show_already_live, show_ended.
         */
        post: operations["goLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the show; the replay stays
         * @description For staff (host, producer, seller_admin). Refuses: show_not_live.
         */
        post: operations["endShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A one-use ticket to publish by WHIP
         * @description For staff (host, producer, seller_admin). Refuses: show_ended.
         */
        post: operations["issueTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is on stage, and who waits behind it
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["getStage"];
        put?: never;
        /**
         * Bring a host from backstage on air; answers when they are
         * @description For staff (host, producer, seller_admin). Refuses: not_invited, stage_taken, not_ready, stream_not_live, show_ended.
         */
        post: operations["callOnStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/stage/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Whether hosts take the stage by themselves, and what happens when one is lost
         * @description For staff (host, producer, seller_admin). Refuses: show_ended.
         */
        put: operations["setStageRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/encoder-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new encoder key; shown once, the old one stops working
         * @description For staff (host, producer, seller_admin). Refuses: show_ended.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The replay of a show that has ended: where it is, its chapters, what was asked then
         * @description For anyone.
         */
        get: operations["replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Clips of a show, the newest first
         * @description For anyone.
         */
        get: operations["listClips"];
        put?: never;
        /**
         * Cut a piece out of a replay; the same piece again is the same clip
         * @description For member. Refuses: clips_off, clip_withdrawn, replay_expired, span_wrong, clips_full, busy.
         */
        post: operations["makeClip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clips/{clipId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One clip
         * @description For anyone. Refuses: clip_withdrawn.
         */
        get: operations["getClip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/clips/{clipId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw a clip; its link says so
         * @description For staff (host, producer, moderator, seller_admin).
         */
        delete: operations["withdrawClip"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/clips-allowed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let people make clips of this show, or not; the crew always may
         * @description For staff (host, producer, moderator, seller_admin).
         */
        put: operations["allowClips"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shops/{shopSlug}/channel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the channel of a shop shows now
         * @description For anyone.
         */
        get: operations["channel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/channel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The channel, for its crew
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["getChannel"];
        /**
         * Choose what the channel plays, and whether it is on
         * @description For staff (producer, seller_admin). Refuses: channel_empty.
         */
        put: operations["setChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold units and begin an order
         * @description For visitor. Refuses: sold_out, offer_ended, price_changed, limit_reached, host_unavailable, order_id_reused, busy.
         */
        post: operations["hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My order, or one opened by its link
         * @description For visitor.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the units back
         * @description For visitor. Refuses: already_paid.
         */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{orderId}/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an address and begin to pay
         * @description For visitor. Refuses: hold_expired, already_paid, payment_unreachable.
         */
        post: operations["pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My orders on this device or account
         * @description For visitor.
         */
        get: operations["myOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders of the organisation
         * @description For staff (seller_admin, producer, host, operator).
         */
        get: operations["listOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order
         * @description For staff (seller_admin, producer, host, operator).
         */
        get: operations["staffOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/orders/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take my guest orders into my account
         * @description For member.
         */
        post: operations["claimOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do in the room what a socket can do
         * @description For visitor.
         */
        post: operations["command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/counters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The counters, how they are counted, and as of when
         * @description For visitor.
         */
        get: operations["counters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page of the show’s log
         * @description For visitor.
         */
        get: operations["log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the room said to you alone: the newest hundred at most
         * @description For visitor.
         */
        get: operations["inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say a line (same handler as the socket)
         * @description For visitor. Refuses: name_needed, too_fast, line_refused, timed_out, banned, chat_paused, show_not_live, busy.
         */
        post: operations["say"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/chat/{lineId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Hide a line; it stays as evidence
         * @description For staff (moderator, host, producer).
         */
        delete: operations["hideLine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/timeouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause somebody’s chat
         * @description For staff (moderator, host, producer).
         */
        post: operations["timeOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lines with hidden ones marked
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["staffChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Held lines, decisions and how the chat is set
         * @description For staff (moderator, host, producer).
         */
        get: operations["moderationDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide about a line or a person; applies after five seconds. The same id again is the same decision
         * @description For staff (moderator, host, producer). Refuses: not_found, not_allowed, reason_needed, decision_final, conflict.
         */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation/decisions/{decisionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a decision back: before it applies as if it never was, after it as a new event
         * @description For staff (moderator, host, producer). Refuses: not_found.
         */
        delete: operations["undoDecision"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation/mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Slow mode and pause
         * @description For staff (moderator, host, producer). Refuses: not_found, show_not_live.
         */
        put: operations["setChatMode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who spoke, and what was decided about them
         * @description For staff (moderator, host, producer).
         */
        get: operations["chatPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/moderation/pinned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a line of the crew above the chat, or take it down
         * @description For staff (moderator, host, producer). Refuses: not_found, show_not_live.
         */
        put: operations["pinAnswer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Words that hold or refuse a line in this shop
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["wordList"];
        /**
         * Replace the word list; holds from the next line on in every show
         * @description For staff (moderator, producer, seller_admin). Refuses: word_list_wrong, conflict.
         */
        put: operations["saveWordList"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may not speak in this shop
         * @description For staff (host, producer, moderator, seller_admin, operator).
         */
        get: operations["bans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/bans/{banId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let somebody speak again
         * @description For staff (moderator, producer, seller_admin). Refuses: not_found.
         */
        delete: operations["liftBan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/chat/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your own last lines in this show, and whether you may speak
         * @description For visitor. Refuses: not_found.
         */
        get: operations["myLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/ban-appeal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the shop to look at your ban again; once more replaces the text
         * @description For visitor. Refuses: not_found.
         */
        post: operations["appealBan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{show}/counting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a show was counted, minute by minute, and what was left out
         * @description For anyone.
         */
        get: operations["counting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked, and how it was answered
         * @description For visitor.
         */
        get: operations["questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queue of questions, the chat team and its pace. Asking keeps you on the team list
         * @description For staff (moderator, host, producer).
         */
        get: operations["questionDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/questions/{questionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a question to somebody, mark it as next, or drop it. One question is next; an answered one can only be dropped
         * @description For staff (moderator, host, producer). Refuses: not_found, question_closed.
         */
        put: operations["assignQuestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/questions/{questionId}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer in words, or say that the host answers on camera now. The same again changes nothing
         * @description For staff (moderator, host, producer). Refuses: not_found, question_closed, show_not_live.
         */
        post: operations["answerQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/ready-answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answers written ahead
         * @description For staff (moderator, host, producer, seller_admin).
         */
        get: operations["readyAnswers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/ready-answers/{answerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write an answer ahead; the id is yours. Only a seller admin may set approved
         * @description For staff (moderator, host, producer, seller_admin). Refuses: not_allowed, not_found, too_many_answers.
         */
        put: operations["saveReadyAnswer"];
        post?: never;
        /**
         * Remove an answer that was written ahead
         * @description For staff (moderator, host, producer, seller_admin). Refuses: not_found.
         */
        delete: operations["removeReadyAnswer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{productId}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people asked about a product and were answered in shows
         * @description For visitor.
         */
        get: operations["productAnswers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The poll that is open or closed a moment ago, its votes now, and your own
         * @description For visitor.
         */
        get: operations["poll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/polls/{pollId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Open a poll; the server closes it. The id is yours: the same again is the same poll
         * @description For staff (moderator, host, producer). Refuses: not_found, show_not_live, poll_open, conflict, invalid_input.
         */
        put: operations["openPoll"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/polls/{pollId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a poll before its time
         * @description For staff (moderator, host, producer). Refuses: not_found.
         */
        post: operations["closePoll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shows/{showId}/captions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The languages in which a show can be read along
         * @description For anyone.
         */
        get: operations["captionTracks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/captions/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One language for whoever captions: the last cues and the prepared lines
         * @description For staff (host, producer, moderator).
         */
        get: operations["captionDesk"];
        put?: never;
        /**
         * Caption what was said, or correct a cue; the first one opens the language
         * @description For staff (host, producer, moderator). Refuses: show_not_live.
         */
        post: operations["caption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/captions/{language}/script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Prepare the lines of the prompter
         * @description For staff (host, producer, moderator). Refuses: show_ended.
         */
        put: operations["setCaptionScript"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orgs/{orgId}/shows/{showId}/captions/{language}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a WebVTT file: as prepared lines before and during the show, as the captions of the replay after it
         * @description For staff (host, producer, moderator). Refuses: captions_unreadable, show_ended, no_replay.
         */
        post: operations["importCaptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/edges/handed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An edge says to whom it handed media; that it reports is also the sign that it is alive
         * @description For secret (the secret that this instance shares with its edges). Refuses: key_wrong.
         */
        post: operations["reportHanded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instance/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an operator of this instance must know before it hurts
         * @description For operator.
         */
        get: operations["instanceHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MoneyInput: {
            minor: number;
            currency: string;
        };
        MembershipInput: {
            /** Format: uuid */
            orgId: string;
            orgSlug: string;
            orgName: string;
            roles: ("host" | "producer" | "moderator" | "seller_admin" | "operator")[];
        };
        MeInput: {
            visitorId: string | null;
            name: string | null;
            user: {
                id: string;
                email: string;
                name: string;
                twoFactor: boolean;
                passkeys: number;
            } | null;
            memberships: components["schemas"]["MembershipInput"][];
            isOperator: boolean;
            /** @enum {string} */
            language: "en" | "nl";
            calm: boolean | null;
        };
        OrganisationInput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            legalName: string;
            city: string | null;
            country: string;
            currency: string;
            vatPercent: number;
            shippingMinor: number;
            deliveryDays: number;
            returnDays: number;
            takesOrders: boolean;
            about: string;
            imageUrl: string | null;
            secondFactorWaived: boolean;
        };
        MemberInput: {
            userId: string;
            name: string;
            email: string;
            roles: ("host" | "producer" | "moderator" | "seller_admin" | "operator")[];
            /** Format: date-time */
            joinedAt: string;
            twoFactor: boolean;
        };
        RelationInput: {
            /** Format: uuid */
            id: string;
            userId: string;
            name: string;
            email: string;
            /** @enum {string} */
            kind: "affiliate" | "sample";
            about: string;
            note: string;
            /** Format: date-time */
            since: string;
            until: string | null;
            addedBy: string;
            endedBy: string | null;
        };
        SignedInInput: {
            twoFactorRedirect: boolean;
        };
        PasskeyInput: {
            id: string;
            name: string | null;
            createdAt: string | null;
        };
        SessionInput: {
            id: string;
            current: boolean;
            secondFactor: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            seenAt: string;
            /** Format: date-time */
            expiresAt: string;
            ipAddress: string | null;
            userAgent: string | null;
        };
        CaptionTrackInput: {
            /** Format: uuid */
            trackId: string;
            language: string;
            label: string;
        };
        CaptionInput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            trackId: string;
            language: string;
            text: string;
            /** @enum {string} */
            source: "typed" | "prompter" | "imported";
            startsAtMs: number;
            endsAtMs: number;
            saidAtMs: number;
            replaces: string | null;
        };
        ImageInput: {
            /** Format: uuid */
            id: string;
            url: string;
            width: number;
            height: number;
            alt: string;
        };
        PriceFactsInput: {
            price: components["schemas"]["MoneyInput"];
            /** Format: date-time */
            since: string;
            was: components["schemas"]["MoneyInput"] | null;
            percentOff: number | null;
            lowest30: components["schemas"]["MoneyInput"];
        };
        VariantInput: {
            /** Format: uuid */
            id: string;
            sku: string;
            title: string;
            options: string[];
            facts: components["schemas"]["PriceFactsInput"];
            listPrice: components["schemas"]["MoneyInput"];
            left: number;
            imageId: string | null;
        };
        ProductCardInput: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["ImageInput"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["VariantInput"][];
            passportScore: number;
        };
        PassportInput: {
            version: number;
            score: number;
            fields: {
                [key: string]: string;
            };
            missing: ("gtin" | "brand" | "model" | "originCountry" | "originPlace" | "manufacturer" | "importer" | "materials" | "allergens" | "batch" | "expiry" | "netContent" | "certificates" | "resellerProof" | "safetyWarnings" | "ageRestriction" | "usage" | "warranty" | "afterSales" | "returnPolicy")[];
            syntheticImages: boolean;
        };
        ProductInput: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["ImageInput"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["VariantInput"][];
            passportScore: number;
            /** Format: uuid */
            orgId: string;
            description: string;
            /** @enum {string} */
            status: "draft" | "active" | "archived";
            images: components["schemas"]["ImageInput"][];
            passport: components["schemas"]["PassportInput"];
            /** Format: date-time */
            updatedAt: string;
        };
        PublicProductInput: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["ImageInput"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["VariantInput"][];
            passportScore: number;
            /** Format: uuid */
            orgId: string;
            description: string;
            /** @enum {string} */
            status: "draft" | "active" | "archived";
            images: components["schemas"]["ImageInput"][];
            passport: components["schemas"]["PassportInput"];
            /** Format: date-time */
            updatedAt: string;
            shop: {
                slug: string;
                name: string;
                legalName: string;
                city: string | null;
                shipping: components["schemas"]["MoneyInput"];
                deliveryDays: number;
                returnDays: number;
                vatPercent: number;
            };
        };
        ImportInput: {
            /** Format: uuid */
            id: string;
            fileName: string;
            /** @enum {string} */
            state: "uploaded" | "previewing" | "previewed" | "running" | "finished" | "failed" | "undone";
            /** @enum {string} */
            format: "shopify" | "shopify_old" | "other";
            headers: string[];
            firstValues: string[];
            mapping: {
                [key: string]: string;
            };
            rows: number;
            progress: {
                done: number;
                total: number;
            };
            counts: {
                new: number;
                changed: number;
                same: number;
                errors: number;
                products: number;
                variants: number;
            };
            pictures: {
                total: number;
                done: number;
                failed: number;
            };
            problem: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        ImportRowInput: {
            line: number;
            /** @enum {string} */
            kind: "new" | "changed" | "same" | "error";
            handle: string;
            title: string;
            sku: string;
            changes: {
                field: string;
                from: string;
                to: string;
            }[];
            errors: {
                field: string;
                code: string;
                message: string;
            }[];
            warnings: {
                field: string;
                code: string;
                message: string;
            }[];
        };
        OfferInput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            variantId: string;
            price: components["schemas"]["MoneyInput"];
            /** Format: date-time */
            startsAt: string;
            endsAt: string | null;
            limitPerBuyer: number | null;
            /** @enum {string} */
            state: "upcoming" | "running" | "ended";
        };
        ShelfItemInput: {
            product: components["schemas"]["ProductCardInput"];
            position: number;
            shownAt: string | null;
            plannedAt: string | null;
            offers: components["schemas"]["OfferInput"][];
        };
        SegmentInput: {
            /** Format: uuid */
            id: string;
            position: number;
            title: string;
            minutes: number;
            productId: string | null;
            notes: string;
            /** @enum {string} */
            state: "later" | "next" | "now" | "done";
            plannedAt: string | null;
            startedAt: string | null;
        };
        CountersInput: {
            watching: number;
            sold: number;
            hearts: number;
        };
        ShowCardInput: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["MoneyInput"];
            }[];
            productCount: number;
            hasReplay: boolean;
        };
        ShowInput: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["MoneyInput"];
            }[];
            productCount: number;
            hasReplay: boolean;
            description: string;
            notice: string | null;
            shelf: components["schemas"]["ShelfItemInput"][];
            pins: string[];
            runOfShow: components["schemas"]["SegmentInput"][];
            counters: components["schemas"]["CountersInput"];
            media: {
                /** @enum {string} */
                state: "none" | "live" | "reconnecting" | "gone" | "replay";
                generation: number;
                whepUrl: string;
                hlsUrl: string;
                replayUrl: string | null;
                replayStartsAtMs: number | null;
                replayDurationMs: number | null;
            };
            clipsAllowed: boolean;
            roomUrl: string;
        };
        StaffShowInput: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["MoneyInput"];
            }[];
            productCount: number;
            hasReplay: boolean;
            description: string;
            notice: string | null;
            shelf: components["schemas"]["ShelfItemInput"][];
            pins: string[];
            runOfShow: components["schemas"]["SegmentInput"][];
            counters: components["schemas"]["CountersInput"];
            media: {
                /** @enum {string} */
                state: "none" | "live" | "reconnecting" | "gone" | "replay";
                generation: number;
                whepUrl: string;
                hlsUrl: string;
                replayUrl: string | null;
                replayStartsAtMs: number | null;
                replayDurationMs: number | null;
            };
            clipsAllowed: boolean;
            roomUrl: string;
            /** Format: uuid */
            orgId: string;
            checklist: {
                /** @enum {string} */
                code: "title" | "shelf" | "host_name" | "disclosure" | "takes_orders" | "passports";
                passed: boolean;
                blocks: boolean;
                sentence: string;
            }[];
            encoder: {
                whipUrl: string;
                rtmpUrl: string | null;
                hasKey: boolean;
                keyRotatedAt: string | null;
            };
            totals: {
                soldUnits: number;
                takenNet: components["schemas"]["MoneyInput"];
                orders: number;
                holds: number;
            };
        };
        StageSeatInput: {
            spot: string;
            name: string | null;
            isMe: boolean;
            ready: boolean;
        };
        StageInput: {
            onAir: components["schemas"]["StageSeatInput"] | null;
            backstage: components["schemas"]["StageSeatInput"][];
            open: boolean;
            auto: boolean;
            mayCall: boolean;
        };
        ChannelInput: {
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            isOn: boolean;
            live: components["schemas"]["ShowCardInput"] | null;
            playing: {
                show: components["schemas"]["ShowCardInput"];
                /** Format: date-time */
                startsAt: string;
                /** Format: date-time */
                endsAt: string;
                positionMs: number;
            } | null;
            next: components["schemas"]["ShowCardInput"] | null;
        };
        StaffChannelInput: {
            isOn: boolean;
            shows: {
                show: components["schemas"]["ShowCardInput"];
                durationMs: number | null;
            }[];
            more: components["schemas"]["ShowCardInput"][];
            playingShowId: string | null;
            address: string;
        };
        ClipInput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            showId: string;
            title: string;
            url: string;
            posterUrl: string;
            fromMs: number;
            durationMs: number;
            productId: string | null;
            /** Format: date-time */
            madeAt: string;
        };
        OrderInput: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            state: "held" | "paying" | "paid" | "expired" | "released" | "refunded";
            showId: string | null;
            showTitle: string | null;
            shop: {
                slug: string;
                name: string;
                legalName: string;
                city: string | null;
            };
            lines: {
                /** Format: uuid */
                variantId: string;
                /** Format: uuid */
                productId: string;
                handle: string;
                title: string;
                variantTitle: string;
                imageUrl: string | null;
                paper: string;
                quantity: number;
                unitPrice: components["schemas"]["MoneyInput"];
                total: components["schemas"]["MoneyInput"];
            }[];
            goods: components["schemas"]["MoneyInput"];
            shipping: components["schemas"]["MoneyInput"];
            total: components["schemas"]["MoneyInput"];
            vat: components["schemas"]["MoneyInput"];
            vatPercent: number;
            /** Format: date-time */
            placedAt: string;
            holdEndsAt: string | null;
            paidAt: string | null;
            email: string | null;
            address: {
                name: string;
                line1: string;
                postcode: string;
                city: string;
                country: string;
            } | null;
            payment: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                state: "open" | "paid" | "declined" | "cancelled" | "refunded";
                method: string;
                url: string | null;
                reason: string | null;
            } | null;
            deliveryBy: string | null;
            returnDays: number;
            link: string | null;
            history: {
                /** Format: date-time */
                at: string;
                what: string;
            }[];
        };
        ThenPriceInput: {
            /** Format: uuid */
            variantId: string;
            variantTitle: string;
            price: components["schemas"]["MoneyInput"];
            offerEndsAt: string | null;
        };
        ChapterInput: {
            id: number;
            atMs: number;
            endMs: number;
            /** Format: date-time */
            startedAt: string;
            title: string | null;
            product: {
                /** Format: uuid */
                id: string;
                handle: string;
                title: string;
                imageUrl: string | null;
                /** @enum {string} */
                paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
                isOnSale: boolean;
            } | null;
            asked: components["schemas"]["ThenPriceInput"] | null;
        };
        ReplayQuestionInput: {
            /** Format: uuid */
            id: string;
            text: string;
            atMs: number;
            answer: string | null;
            answeredBy: string;
            productId: string | null;
        };
        ReplayInput: {
            /** @enum {string} */
            state: "preparing" | "ready" | "missing" | "over";
            durationMs: number;
            parts: {
                url: string;
                atMs: number;
                durationMs: number;
            }[];
            thumbs: {
                url: string;
                everyMs: number;
            } | null;
            spans: {
                atMs: number;
                wallClockMs: number;
                durationMs: number;
            }[];
            stoppedAt: string | null;
            chapters: components["schemas"]["ChapterInput"][];
            questions: components["schemas"]["ReplayQuestionInput"][];
        };
        /** @description RFC 9457 problem details, as every refusal looks. */
        ProblemInput: {
            type: string;
            title: string;
            status: number;
            /** @enum {string} */
            reason: "invalid_input" | "not_signed_in" | "not_allowed" | "forged_origin" | "not_found" | "method_not_allowed" | "too_large" | "wrong_content_type" | "key_reused" | "too_many_requests" | "broken" | "busy" | "conflict" | "already_member" | "last_admin" | "relation_holds" | "name_taken" | "second_factor_needed" | "sign_in_wrong" | "code_wrong" | "passkey_refused" | "email_taken" | "password_weak" | "handle_taken" | "sku_taken" | "image_unreadable" | "too_many_variants" | "csv_unreadable" | "import_not_ready" | "show_not_live" | "show_already_live" | "show_ended" | "show_not_ready" | "not_on_shelf" | "too_many_pins" | "ticket_expired" | "key_wrong" | "no_common_codec" | "not_direct" | "sdp_unreadable" | "stream_not_live" | "stream_full" | "backstage_full" | "not_invited" | "stage_taken" | "not_ready" | "replay_expired" | "span_wrong" | "clips_full" | "clips_off" | "clip_withdrawn" | "channel_empty" | "name_needed" | "too_fast" | "line_refused" | "timed_out" | "banned" | "chat_paused" | "decision_final" | "reason_needed" | "word_list_wrong" | "question_closed" | "too_many_questions" | "too_many_answers" | "poll_open" | "poll_closed" | "captions_unreadable" | "no_replay" | "sold_out" | "offer_ended" | "price_changed" | "limit_reached" | "host_unavailable" | "order_id_reused" | "hold_expired" | "already_paid" | "payment_declined" | "payment_unreachable" | "signature_wrong";
            facts?: {
                [key: string]: unknown;
            };
            errors?: {
                path: string;
                message: string;
            }[];
            requestId: string;
        };
        Money: {
            minor: number;
            currency: string;
        };
        Membership: {
            /** Format: uuid */
            orgId: string;
            orgSlug: string;
            orgName: string;
            roles: ("host" | "producer" | "moderator" | "seller_admin" | "operator")[];
        };
        Me: {
            visitorId: string | null;
            name: string | null;
            user: {
                id: string;
                email: string;
                name: string;
                twoFactor: boolean;
                passkeys: number;
            } | null;
            memberships: components["schemas"]["Membership"][];
            isOperator: boolean;
            /** @enum {string} */
            language: "en" | "nl";
            calm: boolean | null;
        };
        Organisation: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            legalName: string;
            city: string | null;
            country: string;
            currency: string;
            vatPercent: number;
            shippingMinor: number;
            deliveryDays: number;
            returnDays: number;
            takesOrders: boolean;
            about: string;
            imageUrl: string | null;
            secondFactorWaived: boolean;
        };
        Member: {
            userId: string;
            name: string;
            email: string;
            roles: ("host" | "producer" | "moderator" | "seller_admin" | "operator")[];
            /** Format: date-time */
            joinedAt: string;
            twoFactor: boolean;
        };
        Relation: {
            /** Format: uuid */
            id: string;
            userId: string;
            name: string;
            email: string;
            /** @enum {string} */
            kind: "affiliate" | "sample";
            about: string;
            note: string;
            /** Format: date-time */
            since: string;
            until: string | null;
            addedBy: string;
            endedBy: string | null;
        };
        SignedIn: {
            twoFactorRedirect: boolean;
        };
        Passkey: {
            id: string;
            name: string | null;
            createdAt: string | null;
        };
        Session: {
            id: string;
            current: boolean;
            secondFactor: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            seenAt: string;
            /** Format: date-time */
            expiresAt: string;
            ipAddress: string | null;
            userAgent: string | null;
        };
        CaptionTrack: {
            /** Format: uuid */
            trackId: string;
            language: string;
            label: string;
        };
        Caption: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            trackId: string;
            language: string;
            text: string;
            /** @enum {string} */
            source: "typed" | "prompter" | "imported";
            startsAtMs: number;
            endsAtMs: number;
            saidAtMs: number;
            replaces: string | null;
        };
        Image: {
            /** Format: uuid */
            id: string;
            url: string;
            width: number;
            height: number;
            alt: string;
        };
        PriceFacts: {
            price: components["schemas"]["Money"];
            /** Format: date-time */
            since: string;
            was: components["schemas"]["Money"] | null;
            percentOff: number | null;
            lowest30: components["schemas"]["Money"];
        };
        Variant: {
            /** Format: uuid */
            id: string;
            sku: string;
            title: string;
            options: string[];
            facts: components["schemas"]["PriceFacts"];
            listPrice: components["schemas"]["Money"];
            left: number;
            imageId: string | null;
        };
        ProductCard: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["Image"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["Variant"][];
            passportScore: number;
        };
        Passport: {
            version: number;
            score: number;
            fields: {
                [key: string]: string;
            };
            missing: ("gtin" | "brand" | "model" | "originCountry" | "originPlace" | "manufacturer" | "importer" | "materials" | "allergens" | "batch" | "expiry" | "netContent" | "certificates" | "resellerProof" | "safetyWarnings" | "ageRestriction" | "usage" | "warranty" | "afterSales" | "returnPolicy")[];
            syntheticImages: boolean;
        };
        Product: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["Image"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["Variant"][];
            passportScore: number;
            /** Format: uuid */
            orgId: string;
            description: string;
            /** @enum {string} */
            status: "draft" | "active" | "archived";
            images: components["schemas"]["Image"][];
            passport: components["schemas"]["Passport"];
            /** Format: date-time */
            updatedAt: string;
        };
        PublicProduct: {
            /** Format: uuid */
            id: string;
            handle: string;
            title: string;
            vendor: string;
            /** @enum {string} */
            category: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
            /** @enum {string} */
            paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
            image: components["schemas"]["Image"] | null;
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["Variant"][];
            passportScore: number;
            /** Format: uuid */
            orgId: string;
            description: string;
            /** @enum {string} */
            status: "draft" | "active" | "archived";
            images: components["schemas"]["Image"][];
            passport: components["schemas"]["Passport"];
            /** Format: date-time */
            updatedAt: string;
            shop: {
                slug: string;
                name: string;
                legalName: string;
                city: string | null;
                shipping: components["schemas"]["Money"];
                deliveryDays: number;
                returnDays: number;
                vatPercent: number;
            };
        };
        Import: {
            /** Format: uuid */
            id: string;
            fileName: string;
            /** @enum {string} */
            state: "uploaded" | "previewing" | "previewed" | "running" | "finished" | "failed" | "undone";
            /** @enum {string} */
            format: "shopify" | "shopify_old" | "other";
            headers: string[];
            firstValues: string[];
            mapping: {
                [key: string]: string;
            };
            rows: number;
            progress: {
                done: number;
                total: number;
            };
            counts: {
                new: number;
                changed: number;
                same: number;
                errors: number;
                products: number;
                variants: number;
            };
            pictures: {
                total: number;
                done: number;
                failed: number;
            };
            problem: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        ImportRow: {
            line: number;
            /** @enum {string} */
            kind: "new" | "changed" | "same" | "error";
            handle: string;
            title: string;
            sku: string;
            changes: {
                field: string;
                from: string;
                to: string;
            }[];
            errors: {
                field: string;
                code: string;
                message: string;
            }[];
            warnings: {
                field: string;
                code: string;
                message: string;
            }[];
        };
        Offer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            variantId: string;
            price: components["schemas"]["Money"];
            /** Format: date-time */
            startsAt: string;
            endsAt: string | null;
            limitPerBuyer: number | null;
            /** @enum {string} */
            state: "upcoming" | "running" | "ended";
        };
        ShelfItem: {
            product: components["schemas"]["ProductCard"];
            position: number;
            shownAt: string | null;
            plannedAt: string | null;
            offers: components["schemas"]["Offer"][];
        };
        Segment: {
            /** Format: uuid */
            id: string;
            position: number;
            title: string;
            minutes: number;
            productId: string | null;
            notes: string;
            /** @enum {string} */
            state: "later" | "next" | "now" | "done";
            plannedAt: string | null;
            startedAt: string | null;
        };
        Counters: {
            watching: number;
            sold: number;
            hearts: number;
        };
        ShowCard: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["Money"];
            }[];
            productCount: number;
            hasReplay: boolean;
        };
        Show: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["Money"];
            }[];
            productCount: number;
            hasReplay: boolean;
            description: string;
            notice: string | null;
            shelf: components["schemas"]["ShelfItem"][];
            pins: string[];
            runOfShow: components["schemas"]["Segment"][];
            counters: components["schemas"]["Counters"];
            media: {
                /** @enum {string} */
                state: "none" | "live" | "reconnecting" | "gone" | "replay";
                generation: number;
                whepUrl: string;
                hlsUrl: string;
                replayUrl: string | null;
                replayStartsAtMs: number | null;
                replayDurationMs: number | null;
            };
            clipsAllowed: boolean;
            roomUrl: string;
        };
        StaffShow: {
            /** Format: uuid */
            id: string;
            slug: string;
            title: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            /** @enum {string} */
            language: "en" | "nl";
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string | null;
                imageUrl: string | null;
            };
            host: {
                name: string;
                imageUrl: string | null;
            };
            disclosure: {
                /** @enum {string} */
                kind: "own_goods" | "ad" | "own_harvest" | "staff" | "synthetic";
                text: string;
            };
            isDemo: boolean;
            isSynthetic: boolean;
            startsAt: string | null;
            startedAt: string | null;
            endedAt: string | null;
            posterUrl: string | null;
            thumbUrl: string | null;
            watching: number;
            products: {
                /** Format: uuid */
                id: string;
                title: string;
                imageUrl: string | null;
                paper: string;
                price: components["schemas"]["Money"];
            }[];
            productCount: number;
            hasReplay: boolean;
            description: string;
            notice: string | null;
            shelf: components["schemas"]["ShelfItem"][];
            pins: string[];
            runOfShow: components["schemas"]["Segment"][];
            counters: components["schemas"]["Counters"];
            media: {
                /** @enum {string} */
                state: "none" | "live" | "reconnecting" | "gone" | "replay";
                generation: number;
                whepUrl: string;
                hlsUrl: string;
                replayUrl: string | null;
                replayStartsAtMs: number | null;
                replayDurationMs: number | null;
            };
            clipsAllowed: boolean;
            roomUrl: string;
            /** Format: uuid */
            orgId: string;
            checklist: {
                /** @enum {string} */
                code: "title" | "shelf" | "host_name" | "disclosure" | "takes_orders" | "passports";
                passed: boolean;
                blocks: boolean;
                sentence: string;
            }[];
            encoder: {
                whipUrl: string;
                rtmpUrl: string | null;
                hasKey: boolean;
                keyRotatedAt: string | null;
            };
            totals: {
                soldUnits: number;
                takenNet: components["schemas"]["Money"];
                orders: number;
                holds: number;
            };
        };
        StageSeat: {
            spot: string;
            name: string | null;
            isMe: boolean;
            ready: boolean;
        };
        Stage: {
            onAir: components["schemas"]["StageSeat"] | null;
            backstage: components["schemas"]["StageSeat"][];
            open: boolean;
            auto: boolean;
            mayCall: boolean;
        };
        Channel: {
            shop: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
            };
            isOn: boolean;
            live: components["schemas"]["ShowCard"] | null;
            playing: {
                show: components["schemas"]["ShowCard"];
                /** Format: date-time */
                startsAt: string;
                /** Format: date-time */
                endsAt: string;
                positionMs: number;
            } | null;
            next: components["schemas"]["ShowCard"] | null;
        };
        StaffChannel: {
            isOn: boolean;
            shows: {
                show: components["schemas"]["ShowCard"];
                durationMs: number | null;
            }[];
            more: components["schemas"]["ShowCard"][];
            playingShowId: string | null;
            address: string;
        };
        Clip: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            showId: string;
            title: string;
            url: string;
            posterUrl: string;
            fromMs: number;
            durationMs: number;
            productId: string | null;
            /** Format: date-time */
            madeAt: string;
        };
        Order: {
            /** Format: uuid */
            id: string;
            number: string;
            /** @enum {string} */
            state: "held" | "paying" | "paid" | "expired" | "released" | "refunded";
            showId: string | null;
            showTitle: string | null;
            shop: {
                slug: string;
                name: string;
                legalName: string;
                city: string | null;
            };
            lines: {
                /** Format: uuid */
                variantId: string;
                /** Format: uuid */
                productId: string;
                handle: string;
                title: string;
                variantTitle: string;
                imageUrl: string | null;
                paper: string;
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
            }[];
            goods: components["schemas"]["Money"];
            shipping: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            vat: components["schemas"]["Money"];
            vatPercent: number;
            /** Format: date-time */
            placedAt: string;
            holdEndsAt: string | null;
            paidAt: string | null;
            email: string | null;
            address: {
                name: string;
                line1: string;
                postcode: string;
                city: string;
                country: string;
            } | null;
            payment: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                state: "open" | "paid" | "declined" | "cancelled" | "refunded";
                method: string;
                url: string | null;
                reason: string | null;
            } | null;
            deliveryBy: string | null;
            returnDays: number;
            link: string | null;
            history: {
                /** Format: date-time */
                at: string;
                what: string;
            }[];
        };
        ThenPrice: {
            /** Format: uuid */
            variantId: string;
            variantTitle: string;
            price: components["schemas"]["Money"];
            offerEndsAt: string | null;
        };
        Chapter: {
            id: number;
            atMs: number;
            endMs: number;
            /** Format: date-time */
            startedAt: string;
            title: string | null;
            product: {
                /** Format: uuid */
                id: string;
                handle: string;
                title: string;
                imageUrl: string | null;
                /** @enum {string} */
                paper: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
                isOnSale: boolean;
            } | null;
            asked: components["schemas"]["ThenPrice"] | null;
        };
        ReplayQuestion: {
            /** Format: uuid */
            id: string;
            text: string;
            atMs: number;
            answer: string | null;
            answeredBy: string;
            productId: string | null;
        };
        Replay: {
            /** @enum {string} */
            state: "preparing" | "ready" | "missing" | "over";
            durationMs: number;
            parts: {
                url: string;
                atMs: number;
                durationMs: number;
            }[];
            thumbs: {
                url: string;
                everyMs: number;
            } | null;
            spans: {
                atMs: number;
                wallClockMs: number;
                durationMs: number;
            }[];
            stoppedAt: string | null;
            chapters: components["schemas"]["Chapter"][];
            questions: components["schemas"]["ReplayQuestion"][];
        };
        /** @description RFC 9457 problem details, as every refusal looks. */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @enum {string} */
            reason: "invalid_input" | "not_signed_in" | "not_allowed" | "forged_origin" | "not_found" | "method_not_allowed" | "too_large" | "wrong_content_type" | "key_reused" | "too_many_requests" | "broken" | "busy" | "conflict" | "already_member" | "last_admin" | "relation_holds" | "name_taken" | "second_factor_needed" | "sign_in_wrong" | "code_wrong" | "passkey_refused" | "email_taken" | "password_weak" | "handle_taken" | "sku_taken" | "image_unreadable" | "too_many_variants" | "csv_unreadable" | "import_not_ready" | "show_not_live" | "show_already_live" | "show_ended" | "show_not_ready" | "not_on_shelf" | "too_many_pins" | "ticket_expired" | "key_wrong" | "no_common_codec" | "not_direct" | "sdp_unreadable" | "stream_not_live" | "stream_full" | "backstage_full" | "not_invited" | "stage_taken" | "not_ready" | "replay_expired" | "span_wrong" | "clips_full" | "clips_off" | "clip_withdrawn" | "channel_empty" | "name_needed" | "too_fast" | "line_refused" | "timed_out" | "banned" | "chat_paused" | "decision_final" | "reason_needed" | "word_list_wrong" | "question_closed" | "too_many_questions" | "too_many_answers" | "poll_open" | "poll_closed" | "captions_unreadable" | "no_replay" | "sold_out" | "offer_ended" | "price_changed" | "limit_reached" | "host_unavailable" | "order_id_reused" | "hold_expired" | "already_paid" | "payment_declined" | "payment_unreachable" | "signature_wrong";
            facts?: {
                [key: string]: unknown;
            };
            errors?: {
                path: string;
                message: string;
            }[];
            requestId: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setName: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setLanguage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    language: "en" | "nl";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCalm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    calm: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOrg: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slug: string;
                    name: string;
                    legalName: string;
                    city: string | null;
                    country: string;
                    currency: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateOrg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    legalName?: string;
                    city?: string | null;
                    country?: string;
                    vatPercent?: number;
                    shippingMinor?: number;
                    deliveryDays?: number;
                    returnDays?: number;
                    takesOrders?: boolean;
                    about?: string;
                    imageUrl?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    roles: ("host" | "producer" | "moderator" | "seller_admin")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    roles: ("host" | "producer" | "moderator" | "seller_admin")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    relations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Relation"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addRelation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    kind: "affiliate" | "sample";
                    about: string;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endRelation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                relationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    myOrgs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Membership"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        totpURI: string;
                        backupCodes: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    newBackupCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        backupCodes: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyBackupCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkeySignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkeyOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: {
                        [key: string]: unknown;
                    };
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Passkey"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProducts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                q?: string;
                status?: "draft" | "active" | "archived";
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Product"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    handle?: string;
                    /** @default  */
                    vendor?: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @default general
                     * @enum {string}
                     */
                    category?: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
                    /**
                     * @default sand
                     * @enum {string}
                     */
                    paper?: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
                    /**
                     * @default active
                     * @enum {string}
                     */
                    status?: "draft" | "active" | "archived";
                    /** @default [] */
                    optionNames?: string[];
                    variants: {
                        /** Format: uuid */
                        id?: string;
                        sku: string;
                        options: string[];
                        priceMinor: number;
                        left?: number;
                        imageId?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    handle?: string;
                    /** @default  */
                    vendor?: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @default general
                     * @enum {string}
                     */
                    category?: "general" | "food" | "supplement" | "cosmetic" | "electronics" | "toy" | "textile" | "second_hand" | "fresh_farm";
                    /**
                     * @default sand
                     * @enum {string}
                     */
                    paper?: "blush" | "butter" | "sage" | "sky" | "lilac" | "sand" | "stone" | "mint";
                    /**
                     * @default active
                     * @enum {string}
                     */
                    status?: "draft" | "active" | "archived";
                    /** @default [] */
                    optionNames?: string[];
                    variants: {
                        /** Format: uuid */
                        id?: string;
                        sku: string;
                        options: string[];
                        priceMinor: number;
                        left?: number;
                        imageId?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archiveProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    savePassport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: {
                        [key: string]: string;
                    };
                    syntheticImages: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passport"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                productId: string;
                imageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Import"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mapImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                importId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    mapping: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importRows: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                kind?: "new" | "changed" | "same" | "error";
            };
            header?: never;
            path: {
                orgId: string;
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ImportRow"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publicProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shopSlug: string;
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicProduct"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    home: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        live: components["schemas"]["ShowCard"][];
                        upcoming: components["schemas"]["ShowCard"][];
                        replays: components["schemas"]["ShowCard"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shopSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        slug: string;
                        name: string;
                        legalName: string;
                        city: string | null;
                        about: string;
                        imageUrl: string | null;
                        deliveryDays: number;
                        returnDays: number;
                        live: components["schemas"]["ShowCard"][];
                        upcoming: components["schemas"]["ShowCard"][];
                        replays: components["schemas"]["ShowCard"][];
                        products: components["schemas"]["ProductCard"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publicShow: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listShows: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "draft" | "scheduled" | "live" | "ended" | "cancelled";
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ShowCard"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "nl";
                    hostName: string;
                    disclosure: {
                        /** @enum {string} */
                        kind: "own_goods" | "ad" | "own_harvest" | "staff";
                        text: string;
                    };
                    /** @default false */
                    isSynthetic?: boolean;
                    /** @default null */
                    startsAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "nl";
                    hostName: string;
                    disclosure: {
                        /** @enum {string} */
                        kind: "own_goods" | "ad" | "own_harvest" | "staff";
                        text: string;
                    };
                    /** @default false */
                    isSynthetic?: boolean;
                    /** @default null */
                    startsAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    notice: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setShelf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    productIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRunOfShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    segments: {
                        /** Format: uuid */
                        id?: string;
                        title: string;
                        minutes: number;
                        productId: string | null;
                        /** @default  */
                        notes?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    segmentId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    productIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    variantId: string;
                    priceMinor: number;
                    lastsSeconds: number;
                    limitPerBuyer: number | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    goLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffShow"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueTicket: {
        parameters: {
            query?: {
                place?: "stage" | "backstage";
            };
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ticket: string;
                        spot: string;
                        /** Format: date-time */
                        expiresAt: string;
                        whipUrl: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callOnStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    spot: string;
                    insteadOf: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setStageRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    open: boolean;
                    auto: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string;
                        whipUrl: string;
                        rtmpUrl: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClips: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Clip"][];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeClip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fromMs: number;
                    toMs: number;
                    title?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clipId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawClip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
                orgId: string;
                clipId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allowClips: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowed: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                shopSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffChannel"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isOn: boolean;
                    showIds: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffChannel"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    orderId: string;
                    showId: string | null;
                    /** Format: uuid */
                    variantId: string;
                    quantity: number;
                    expectedMinor: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: {
                k?: string;
            };
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    address: {
                        name: string;
                        line1: string;
                        postcode: string;
                        city: string;
                        country: string;
                    };
                    /** @enum {string} */
                    method: "test_card" | "test_bank";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    myOrders: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Order"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "held" | "paying" | "paid" | "expired" | "released" | "refunded";
                showId?: string;
                q?: string;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Order"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    staffOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claimed: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    i: string;
                    c: string;
                    d: unknown;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        ok: true;
                        s?: number;
                        /** @enum {string} */
                        w?: "held" | "sampled";
                    } | {
                        /** @enum {boolean} */
                        ok: false;
                        /** @enum {string} */
                        reason: "invalid_input" | "not_signed_in" | "not_allowed" | "forged_origin" | "not_found" | "method_not_allowed" | "too_large" | "wrong_content_type" | "key_reused" | "too_many_requests" | "broken" | "busy" | "conflict" | "already_member" | "last_admin" | "relation_holds" | "name_taken" | "second_factor_needed" | "sign_in_wrong" | "code_wrong" | "passkey_refused" | "email_taken" | "password_weak" | "handle_taken" | "sku_taken" | "image_unreadable" | "too_many_variants" | "csv_unreadable" | "import_not_ready" | "show_not_live" | "show_already_live" | "show_ended" | "show_not_ready" | "not_on_shelf" | "too_many_pins" | "ticket_expired" | "key_wrong" | "no_common_codec" | "not_direct" | "sdp_unreadable" | "stream_not_live" | "stream_full" | "backstage_full" | "not_invited" | "stage_taken" | "not_ready" | "replay_expired" | "span_wrong" | "clips_full" | "clips_off" | "clip_withdrawn" | "channel_empty" | "name_needed" | "too_fast" | "line_refused" | "timed_out" | "banned" | "chat_paused" | "decision_final" | "reason_needed" | "word_list_wrong" | "question_closed" | "too_many_questions" | "too_many_answers" | "poll_open" | "poll_closed" | "captions_unreadable" | "no_replay" | "sold_out" | "offer_ended" | "price_changed" | "limit_reached" | "host_unavailable" | "order_id_reused" | "hold_expired" | "already_paid" | "payment_declined" | "payment_unreachable" | "signature_wrong";
                        retryMs?: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    counters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        watching: {
                            value: number;
                            direct: number;
                            hls: number;
                            notYet: number;
                            crew: number;
                            secondDevices: number;
                        };
                        sold: {
                            value: number;
                            paid: number;
                            cancelled: number;
                            excluded: number;
                            heldNow: number;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log: {
        parameters: {
            query?: {
                after?: number;
                at?: number;
                limit?: number;
            };
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        epoch: string;
                        last: number;
                        events: ({
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "show.state";
                            now?: boolean;
                            d: {
                                /** @enum {string} */
                                state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
                                /** Format: date-time */
                                at: string;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "media";
                            now?: boolean;
                            d: {
                                /** @enum {string} */
                                state: "none" | "live" | "reconnecting" | "gone" | "replay";
                                generation: number;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "media.segment";
                            now?: boolean;
                            d: {
                                n: number;
                                sha256: string;
                                startsAtMs: number;
                                durationMs: number;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "recording";
                            now?: boolean;
                            d: {
                                /** @enum {string} */
                                state: "recording" | "stopped";
                                reason: ("disk_full" | "disk_slow" | "disk_broken") | null;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "stage";
                            now?: boolean;
                            d: {
                                name: string | null;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "pin";
                            now?: boolean;
                            d: {
                                productIds: string[];
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "segment";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                segmentId: string;
                                /** Format: date-time */
                                startedAt: string;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "shelf";
                            now?: boolean;
                            d: {
                                productIds: string[];
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "price";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                productId: string;
                                /** Format: uuid */
                                variantId: string;
                                minor: number;
                                currency: string;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "offer";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                productId: string;
                                offer: components["schemas"]["Offer"];
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "stock";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                productId: string;
                                /** Format: uuid */
                                variantId: string;
                                /** @enum {string} */
                                threshold: "sold_out" | "back";
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "sold";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                productId: string;
                                /** Format: uuid */
                                variantId: string;
                                quantity: number;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                                author: string;
                                name: string;
                                label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                                about?: string;
                                text: string;
                                language: string | null;
                                /** Format: date-time */
                                at: string;
                                replyTo?: {
                                    /** Format: uuid */
                                    id: string;
                                    name: string;
                                    text: string;
                                };
                                mentions?: string[];
                                repeats?: number;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.hidden";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                by: "author" | "moderator";
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.shown";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.repeat";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                                repeats: number;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.void";
                            now?: boolean;
                            d: Record<string, never>;
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.mode";
                            now?: boolean;
                            d: {
                                slowSeconds: number;
                                paused: boolean;
                                auto: boolean;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.pinned";
                            now?: boolean;
                            d: {
                                pinned: {
                                    name: string;
                                    label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                                    text: string;
                                    question: {
                                        /** Format: uuid */
                                        id: string;
                                        text: string;
                                    } | null;
                                } | null;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "chat.ban";
                            now?: boolean;
                            d: {
                                author: string;
                                until: string | null;
                                earlier: boolean;
                                lifted: boolean;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "question";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                                text: string;
                                author: string;
                                name: string;
                                /** Format: date-time */
                                at: string;
                                productId: string | null;
                                /** @enum {string} */
                                state: "open" | "next" | "answered" | "dropped";
                                answer: {
                                    text: string | null;
                                    name: string;
                                    /** Format: date-time */
                                    at: string;
                                } | null;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "poll";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                id: string;
                                question: string;
                                options: string[];
                                /** Format: date-time */
                                closesAt: string;
                                counts: number[] | null;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "counted";
                            now?: boolean;
                            d: {
                                watching: {
                                    value: number;
                                    direct: number;
                                    hls: number;
                                    notYet: number;
                                    crew: number;
                                    secondDevices: number;
                                };
                                connected: number;
                                sold: {
                                    value: number;
                                    paid: number;
                                    cancelled: number;
                                    excluded: number;
                                    heldNow: number;
                                };
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "caption.track";
                            now?: boolean;
                            d: {
                                /** Format: uuid */
                                trackId: string;
                                language: string;
                                label: string;
                                imported: boolean;
                            };
                        } | {
                            s: number;
                            t: number;
                            /** @enum {string} */
                            k: "caption";
                            now?: boolean;
                            d: components["schemas"]["Caption"];
                        })[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inbox: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        last: number;
                        items: {
                            n: number;
                            /** Format: date-time */
                            at: string;
                            notice: {
                                /** @enum {string} */
                                k: "line";
                                clientId: string;
                                /** @enum {string} */
                                state: "held" | "shown" | "hidden";
                            } | {
                                /** @enum {string} */
                                k: "timed_out";
                                /** Format: date-time */
                                until: string;
                                reason: string;
                            } | {
                                /** @enum {string} */
                                k: "banned";
                                reason: string;
                                appeal: boolean;
                            } | {
                                /** @enum {string} */
                                k: "desk";
                                /** @enum {string} */
                                list: "moderation" | "questions" | "team";
                            };
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    say: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                    /** @default null */
                    language?: string | null;
                    /** @default null */
                    replyTo?: string | null;
                    clientId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        author: string;
                        name: string;
                        label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                        about?: string;
                        text: string;
                        language: string | null;
                        /** Format: date-time */
                        at: string;
                        replyTo?: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            text: string;
                        };
                        mentions?: string[];
                        repeats?: number;
                        /** @enum {string} */
                        w?: "held" | "sampled";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hideLine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                lineId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    timeOut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    author: string;
                    seconds: number;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    staffChat: {
        parameters: {
            query?: {
                before?: number;
            };
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            author: string;
                            name: string;
                            label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                            about?: string;
                            text: string;
                            language: string | null;
                            /** Format: date-time */
                            at: string;
                            replyTo?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                text: string;
                            };
                            mentions?: string[];
                            repeats?: number;
                            s: number;
                            hidden: boolean;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    moderationDesk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mode: {
                            slowSeconds: number;
                            paused: boolean;
                            auto: boolean;
                        };
                        held: {
                            /** Format: uuid */
                            id: string;
                            author: string;
                            name: string;
                            label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                            text: string;
                            /** Format: date-time */
                            at: string;
                            /** Format: date-time */
                            expiresAt: string;
                            reasons: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other")[];
                            context: {
                                firstLineAt: string | null;
                                heldTonight: number;
                                hiddenTonight: number;
                                boughtAt: string | null;
                            };
                        }[];
                        decided: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "allow" | "hide" | "time_out" | "ban" | "shadow_ban";
                            author: string;
                            name: string;
                            line: {
                                /** Format: uuid */
                                id: string;
                                text: string;
                            } | null;
                            reason: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other") | null;
                            note: string | null;
                            until: string | null;
                            by: {
                                userId: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                            /** Format: date-time */
                            appliesAt: string;
                            /** @enum {string} */
                            state: "waiting" | "applied" | "undone";
                        }[];
                        linesPerMinute: number;
                        tonight: {
                            held: number;
                            allowed: number;
                            hidden: number;
                            timedOut: number;
                            banned: number;
                        };
                        /** Format: date-time */
                        now: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "allow" | "hide" | "time_out" | "ban" | "shadow_ban";
                    /** @default null */
                    lineId?: string | null;
                    /** @default null */
                    author?: string | null;
                    /** @default null */
                    seconds?: number | null;
                    /** @default null */
                    reason?: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other") | null;
                    /** @default null */
                    note?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "allow" | "hide" | "time_out" | "ban" | "shadow_ban";
                        author: string;
                        name: string;
                        line: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                        } | null;
                        reason: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other") | null;
                        note: string | null;
                        until: string | null;
                        by: {
                            userId: string;
                            name: string;
                        };
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        appliesAt: string;
                        /** @enum {string} */
                        state: "waiting" | "applied" | "undone";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                decisionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "allow" | "hide" | "time_out" | "ban" | "shadow_ban";
                        author: string;
                        name: string;
                        line: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                        } | null;
                        reason: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other") | null;
                        note: string | null;
                        until: string | null;
                        by: {
                            userId: string;
                            name: string;
                        };
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        appliesAt: string;
                        /** @enum {string} */
                        state: "waiting" | "applied" | "undone";
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setChatMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slowSeconds: 0 | 5 | 10 | 30 | 120;
                    paused: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        slowSeconds: number;
                        paused: boolean;
                        auto: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chatPeople: {
        parameters: {
            query?: {
                search?: string;
            };
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            author: string;
                            name: string;
                            label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                            lines: number;
                            hidden: number;
                            /** Format: date-time */
                            lastAt: string;
                            timedOutUntil: string | null;
                            banned: ("ban" | "shadow_ban") | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pinAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lineId: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wordList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hold: string[];
                        refuse: string[];
                        version: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveWordList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hold: string[];
                    refuse: string[];
                    version: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hold: string[];
                        refuse: string[];
                        version: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "ban" | "shadow_ban";
                            /** @enum {string} */
                            reason: "link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other";
                            note: string | null;
                            showTitle: string;
                            by: string;
                            /** Format: date-time */
                            at: string;
                            until: string | null;
                            known: {
                                account: boolean;
                                device: boolean;
                                payment: boolean;
                            };
                            appeal: {
                                text: string;
                                /** Format: date-time */
                                at: string;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftBan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                banId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    myLines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            author: string;
                            name: string;
                            label: ("host" | "staff" | "moderator" | "affiliate" | "sample" | "bought") | null;
                            about?: string;
                            text: string;
                            language: string | null;
                            /** Format: date-time */
                            at: string;
                            replyTo?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                text: string;
                            };
                            mentions?: string[];
                            repeats?: number;
                            s: number | null;
                            w: ("held" | "sampled") | null;
                        }[];
                        standing: {
                            timedOut: {
                                /** Format: date-time */
                                until: string;
                                reason: ("link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other") | null;
                            } | null;
                            ban: {
                                /** @enum {string} */
                                reason: "link" | "outside_payment" | "phone_number" | "email_address" | "word_list" | "look_alike" | "same_words" | "capitals" | "spam" | "insult" | "hate" | "fraud" | "private_data" | "other";
                                note: string | null;
                                /** Format: date-time */
                                at: string;
                                until: string | null;
                                appeal: {
                                    text: string;
                                    /** Format: date-time */
                                    at: string;
                                } | null;
                            } | null;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appealBan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    counting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                show: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        show: {
                            /** Format: uuid */
                            id: string;
                            slug: string;
                            title: string;
                            /** @enum {string} */
                            state: "draft" | "scheduled" | "live" | "ended" | "cancelled";
                            shop: {
                                slug: string;
                                name: string;
                            };
                            startedAt: string | null;
                            endedAt: string | null;
                        };
                        /** Format: date-time */
                        asOf: string;
                        minutes: {
                            /** Format: date-time */
                            at: string;
                            watching: number;
                            connected: number;
                            sold: number;
                            paid: number;
                            excluded: number;
                            cancelled: number;
                        }[];
                        sold: {
                            value: number;
                            paid: number;
                            cancelled: number;
                            excluded: number;
                            heldNow: number;
                        };
                        record: {
                            entries: number;
                            missing: number;
                        };
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    questions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                            author: string;
                            name: string;
                            /** Format: date-time */
                            at: string;
                            productId: string | null;
                            /** @enum {string} */
                            state: "open" | "next" | "answered" | "dropped";
                            answer: {
                                text: string | null;
                                name: string;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            asked: number;
                            mine: boolean;
                            wanted: boolean;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    questionDesk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        questions: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                            author: string;
                            name: string;
                            /** Format: date-time */
                            at: string;
                            productId: string | null;
                            /** @enum {string} */
                            state: "open" | "next" | "answered" | "dropped";
                            answer: {
                                text: string | null;
                                name: string;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            asked: number;
                            assignee: {
                                userId: string;
                                name: string;
                            } | null;
                            assignedAt: string | null;
                        }[];
                        team: {
                            userId: string;
                            name: string;
                            /** @enum {string} */
                            role: "host" | "producer" | "moderator" | "staff";
                            open: number;
                            answered: number;
                            averageSeconds: number | null;
                        }[];
                        inTime: {
                            answered: number;
                            of: number;
                        };
                        /** Format: date-time */
                        now: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                questionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state?: "open" | "next" | "dropped";
                    assigneeId?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        text: string;
                        author: string;
                        name: string;
                        /** Format: date-time */
                        at: string;
                        productId: string | null;
                        /** @enum {string} */
                        state: "open" | "next" | "answered" | "dropped";
                        answer: {
                            text: string | null;
                            name: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        asked: number;
                        assignee: {
                            userId: string;
                            name: string;
                        } | null;
                        assignedAt: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                questionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string | null;
                    /** @default null */
                    readyAnswerId?: string | null;
                    /** @default false */
                    pin?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        text: string;
                        author: string;
                        name: string;
                        /** Format: date-time */
                        at: string;
                        productId: string | null;
                        /** @enum {string} */
                        state: "open" | "next" | "answered" | "dropped";
                        answer: {
                            text: string | null;
                            name: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        asked: number;
                        assignee: {
                            userId: string;
                            name: string;
                        } | null;
                        assignedAt: string | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            text: string;
                            productId: string | null;
                            approved: boolean;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveReadyAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                answerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                    productId: string | null;
                    approved: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        text: string;
                        productId: string | null;
                        approved: boolean;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeReadyAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                answerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    productAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            questionId: string;
                            question: string;
                            answer: string | null;
                            answeredBy: string;
                            /** Format: date-time */
                            at: string;
                            asked: number;
                            showSlug: string;
                            showTitle: string;
                            replayAtMs: number | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    poll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        poll: {
                            /** Format: uuid */
                            id: string;
                            question: string;
                            options: string[];
                            /** Format: date-time */
                            closesAt: string;
                            counts: number[] | null;
                        } | null;
                        votes: number[];
                        mine: number | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openPoll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                pollId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    question: string;
                    options: string[];
                    seconds: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        question: string;
                        options: string[];
                        /** Format: date-time */
                        closesAt: string;
                        counts: number[] | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closePoll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                pollId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        question: string;
                        options: string[];
                        /** Format: date-time */
                        closesAt: string;
                        counts: number[] | null;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    captionTracks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                showId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tracks: {
                            /** Format: uuid */
                            trackId: string;
                            language: string;
                            label: string;
                            cues: number;
                            vttUrl: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    captionDesk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                language: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        track: components["schemas"]["CaptionTrack"] | null;
                        cues: components["schemas"]["Caption"][];
                        script: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    caption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                language: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    clientId: string;
                    text: string;
                    /** @enum {string} */
                    source: "typed" | "prompter";
                    /** @default null */
                    heardAtMs?: number | null;
                    /** @default null */
                    replaces?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caption"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setCaptionScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                language: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: string[];
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCaptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                showId: string;
                language: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    vtt: string;
                    /** @enum {string} */
                    into: "script" | "replay";
                    dryRun: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cues: number;
                        replaced: number;
                        problems: {
                            line: number;
                            /** @enum {string} */
                            code: "timing" | "ends_before_start" | "empty" | "too_long" | "too_many" | "after_end";
                            text: string;
                        }[];
                        problemCount: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportHanded: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    edge: string;
                    handed: {
                        /** Format: uuid */
                        streamId: string;
                        ticket: string;
                        mediaMs: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    instanceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        disk: {
                            /** @enum {string} */
                            level: "ok" | "low" | "full";
                            freeBytes: number;
                            totalBytes: number;
                        } | null;
                        storage: string | null;
                        notRecorded: number;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
