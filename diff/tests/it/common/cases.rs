//! One change for each rule: name of the case, rule, field, wire class, Rust class, and the edit that makes
//! the new operation of the old one.

/// Hands all cases to a macro.
macro_rules! with_cases {
    ($callback:ident) => {
        $callback! {
            operation_renamed: OperationRenamed, "", Nothing, Breaking, |op| op["id"] = json!("PaintBoat");
            method_changed: MethodChanged, "", Breaking, Nothing, |op| op["method"] = json!("POST");
            path_changed: PathChanged, "", Breaking, Nothing, |op| op["path"] = json!("/v2/{project_id}/boats/{boat_id}");
            fixed_query_changed: FixedQueryChanged, "", Breaking, Nothing,
                |op| op["discriminator"] = json!({ "query": { "action": "paint" } });
            content_type_changed: ContentTypeChanged, "request", Breaking, Nothing,
                |op| op["request_body"]["content_type"] = json!("application/merge-patch+json");
            page_moved: PageMoved, "", Nothing, Nothing, |op| op["source"]["page"] = json!("boats/0013.md");
            deprecated: Deprecated, "", Nothing, Risky, |op| op["deprecated"] = json!(true);
            deprecated_member: Deprecated, "request.colour", Nothing, Risky,
                |op| member(op, "colour")["deprecated"] = json!(true);
            deprecation_removed: DeprecationRemoved, "query.old", Nothing, Nothing,
                |op| parameter(op, "old")["deprecated"] = json!(false);

            required_parameter_added: RequiredParameterAdded, "query.harbour", Breaking, Breaking, |op| {
                add_parameter(op, &json!({ "name": "harbour", "in": "query", "required": true, "schema": { "type": "string" } }));
            };
            optional_parameter_added: OptionalParameterAdded, "query.harbour", Additive, Additive, |op| {
                add_parameter(op, &json!({ "name": "harbour", "in": "query", "schema": { "type": "string" } }));
            };
            optional_parameter_removed: ParameterRemoved, "query.limit", Risky, Breaking,
                |op| parameters(op).retain(|parameter| parameter["name"] != "limit");
            parameter_renamed: ParameterRenamed, "query.page_size", Risky, Nothing,
                |op| parameter(op, "pageSize")["name"] = json!("page_size");
            // The setter is `page_size` in the case above, and another one here.
            parameter_renamed_to_another_setter: ParameterRenamed, "query.pagesize", Risky, Breaking,
                |op| parameter(op, "pageSize")["name"] = json!("pagesize");
            placeholder_renamed: PlaceholderRenamed, "path.id", Nothing, Nothing, |op| {
                op["path"] = json!("/v1/{project_id}/boats/{id}");
                parameter(op, "boat_id")["name"] = json!("id");
            };
            parameter_moved: ParameterMoved, "header.token", Breaking, Nothing,
                |op| parameter(op, "token")["in"] = json!("header");
            parameter_became_required: ParameterBecameRequired, "query.limit", Breaking, Breaking,
                |op| parameter(op, "limit")["required"] = json!(true);
            parameter_became_optional: ParameterBecameOptional, "query.dock", Additive, Breaking,
                |op| parameter(op, "dock")["required"] = json!(false);
            parameter_set_by_changed: ParameterSetByChanged, "path.project_id", Nothing, Breaking,
                |op| parameter(op, "project_id")["set_by"] = json!("caller");

            body_removed: BodyRemoved, "request", Risky, Breaking, |op| op["request_body"] = Value::Null;
            body_became_optional: BodyBecameOptional, "request", Additive, Breaking,
                |op| op["request_body"]["required"] = json!(false);

            required_member_added: RequiredRequestMemberAdded, "request.harbour", Breaking, Risky, |op| {
                body(op)["properties"]["harbour"] = json!({ "type": "string" });
                body(op)["required"].as_array_mut().unwrap().push(json!("harbour"));
            };
            optional_member_added: OptionalRequestMemberAdded, "request.harbour", Additive, Risky,
                |op| body(op)["properties"]["harbour"] = json!({ "type": "string" });
            // Nothing in this object is optional, so that code may write it in full.
            optional_member_added_to_a_full_object: OptionalRequestMemberAdded, "request.crew.cook", Additive, Breaking,
                |op| op["schemas"]["Crew"]["properties"]["cook"] = json!({ "type": "string" });
            member_removed: RequestMemberRemoved, "request.colour", Risky, Breaking,
                |op| drop(body(op)["properties"].as_object_mut().unwrap().remove("colour"));
            member_renamed: RequestMemberRenamed, "request.boatName", Breaking, Nothing, |op| {
                let old = body(op)["properties"].as_object_mut().unwrap().remove("boat_name").unwrap();
                body(op)["properties"]["boatName"] = old;
                body(op)["required"] = json!(["boatName", "crew"]);
            };
            member_became_required: RequestMemberBecameRequired, "request.colour", Breaking, Breaking,
                |op| body(op)["required"].as_array_mut().unwrap().push(json!("colour"));
            member_became_optional: RequestMemberBecameOptional, "request.boat_name", Additive, Breaking,
                |op| body(op)["required"] = json!(["crew"]);

            request_type_changed: RequestTypeChanged, "request.colour", Breaking, Breaking,
                |op| member(op, "colour")["type"] = json!("integer");
            request_type_widened: RequestTypeWidened, "request.masts", Additive, Breaking,
                |op| *member(op, "masts") = json!({ "type": "number" });
            request_type_narrowed: RequestTypeNarrowed, "request.length", Breaking, Breaking,
                |op| *member(op, "length") = json!({ "type": "integer" });
            // Parameters are sent as texts.
            parameter_type_widened: RequestTypeWidened, "query.limit", Additive, Breaking,
                |op| parameter(op, "limit")["schema"]["type"] = json!("string");
            parameter_type_narrowed: RequestTypeNarrowed, "query.dock", Risky, Breaking,
                |op| parameter(op, "dock")["schema"]["type"] = json!("integer");
            request_enum_value_added: RequestEnumValueAdded, "request.sail", Additive, Additive,
                |op| member(op, "sail")["enum"] = json!(["genoa", "jib", "spinnaker"]);
            request_enum_value_removed: RequestEnumValueRemoved, "request.sail", Breaking, Breaking,
                |op| member(op, "sail")["enum"] = json!(["jib"]);
            request_enum_documented: RequestEnumDocumented, "request.colour", Risky, Breaking,
                |op| member(op, "colour")["enum"] = json!(["red", "white"]);
            // An argument takes texts still.
            parameter_enum_documented: RequestEnumDocumented, "query.dock", Risky, Risky,
                |op| parameter(op, "dock")["schema"]["enum"] = json!(["north", "south"]);
            request_enum_left_open: RequestEnumLeftOpen, "request.sail", Additive, Breaking,
                |op| *member(op, "sail") = json!({ "type": "string" });
            request_limit_tightened: RequestLimitTightened, "request.boat_name", Breaking, Nothing,
                |op| member(op, "boat_name")["maxLength"] = json!(32);
            request_limit_documented: RequestLimitTightened, "request.colour", Risky, Nothing,
                |op| member(op, "colour")["maxLength"] = json!(32);
            request_limit_relaxed: RequestLimitRelaxed, "request.boat_name", Additive, Nothing,
                |op| member(op, "boat_name")["maxLength"] = json!(128);
            default_changed: DefaultChanged, "query.limit", Risky, Nothing,
                |op| parameter(op, "limit")["schema"]["default"] = json!(20);

            response_member_added: ResponseMemberAdded, "response.harbour", Additive, Additive,
                |op| answer(op)["properties"]["harbour"] = json!({ "type": "string" });
            response_member_removed: ResponseMemberRemoved, "response.state", Breaking, Breaking,
                |op| drop(answer(op)["properties"].as_object_mut().unwrap().remove("state"));
            response_member_renamed: ResponseMemberRenamed, "response.boatId", Breaking, Nothing, |op| {
                let old = answer(op)["properties"].as_object_mut().unwrap().remove("boat_id").unwrap();
                answer(op)["properties"]["boatId"] = old;
                answer(op)["required"] = json!(["boatId"]);
            };
            response_member_became_optional: ResponseMemberBecameOptional, "response.boat_id", Risky, Nothing,
                |op| drop(answer(op).as_object_mut().unwrap().remove("required"));
            response_member_became_required: ResponseMemberBecameRequired, "response.state", Additive, Nothing,
                |op| answer(op)["required"] = json!(["boat_id", "state"]);
            response_type_changed: ResponseTypeChanged, "response.masts", Breaking, Breaking,
                |op| answer(op)["properties"]["masts"] = json!({ "type": "array", "items": { "type": "integer" } });
            // The client reads a text from a number.
            response_type_changed_to_what_the_client_reads: ResponseTypeChanged, "response.boat_id", Risky, Breaking,
                |op| answer(op)["properties"]["boat_id"] = json!({ "type": "integer" });
            response_type_widened: ResponseTypeWidened, "response.masts", Risky, Breaking,
                |op| answer(op)["properties"]["masts"] = json!({ "type": "number" });
            response_type_narrowed: ResponseTypeNarrowed, "response.length", Additive, Breaking,
                |op| answer(op)["properties"]["length"] = json!({ "type": "integer" });
            response_enum_value_added: ResponseEnumValueAdded, "response.state", Risky, Additive,
                |op| answer(op)["properties"]["state"]["enum"] = json!(["afloat", "docked", "sunk"]);
            response_enum_value_removed: ResponseEnumValueRemoved, "response.state", Additive, Breaking,
                |op| answer(op)["properties"]["state"]["enum"] = json!(["afloat"]);
            response_enum_documented: ResponseEnumDocumented, "response.boat_id", Additive, Breaking,
                |op| answer(op)["properties"]["boat_id"]["enum"] = json!(["a", "b"]);
            response_enum_left_open: ResponseEnumLeftOpen, "response.state", Risky, Breaking,
                |op| answer(op)["properties"]["state"] = json!({ "type": "string" });
            response_limit_tightened: ResponseLimitTightened, "response.boat_id", Additive, Nothing,
                |op| answer(op)["properties"]["boat_id"]["maxLength"] = json!(16);
            response_limit_relaxed: ResponseLimitRelaxed, "response.boat_id", Risky, Nothing,
                |op| answer(op)["properties"]["boat_id"]["maxLength"] = json!(64);
            response_body_removed: ResponseBodyRemoved, "response", Breaking, Breaking,
                |op| op["responses"]["200"] = json!({});
            success_status_changed: SuccessStatusChanged, "", Risky, Nothing, |op| {
                let answer = op["responses"].as_object_mut().unwrap().remove("200").unwrap();
                op["responses"]["202"] = answer;
            };
            error_response_changed: ErrorResponseChanged, "", Nothing, Nothing, |op| op["responses"]["409"] = json!({});
            error_codes_changed: ErrorCodesChanged, "", Nothing, Nothing,
                |op| op["error_codes"] = json!({ "BOAT.0001": {} });
            response_headers_changed: ResponseHeadersChanged, "response", Additive, Nothing,
                |op| op["responses"]["200"]["headers"] = json!({ "X-Harbour": { "type": "string" } });

            pagination_recognised: PaginationChanged, "", Nothing, Additive, |op| {
                op["pagination"] = json!({
                    "kind": "offset", "items": "/berths", "page_size": 10,
                    "position": { "name": "old", "in": "query" }, "size": { "name": "limit", "in": "query" },
                });
            };
            job_states_recognised: JobStatesChanged, "", Nothing, Nothing, |op| {
                op["job_query"] = json!({
                    "id": { "name": "boat_id", "in": "path" }, "state": "/state",
                    "success": ["afloat"], "failure": ["sunk"],
                });
            };
            waiter_recognised: WaiterChanged, "", Nothing, Additive,
                |op| op["waiter"] = json!({ "job": "/boat_id", "query": "ShowJob" });

            object_described: ObjectDescribed, "request.rigging", Nothing, Breaking,
                |op| *member(op, "rigging") = json!({ "type": "object", "properties": { "rope": { "type": "string" } } });
            object_left_open: ObjectLeftOpen, "request.crew", Nothing, Breaking,
                |op| *member(op, "crew") = json!({ "type": "object" });
            further_members_changed: FurtherMembersChanged, "request.crew", Additive, Breaking,
                |op| op["schemas"]["Crew"]["additionalProperties"] = json!({ "type": "string" });
            format_changed: FormatChanged, "response.boat_id", Additive, Nothing,
                |op| answer(op)["properties"]["boat_id"]["format"] = json!("uuid");
            alternatives_changed: AlternativesChanged, "request.mooring", Risky, Nothing,
                |op| member(op, "mooring")["oneOf"] = json!([{ "type": "string" }, { "type": "boolean" }]);

            type_renamed: TypeRenamed, "request.crew", Nothing, Breaking, |op| {
                let crew = op["schemas"].as_object_mut().unwrap().remove("Crew").unwrap();
                op["schemas"]["Sailors"] = crew;
                *member(op, "crew") = json!({ "$ref": "#/schemas/Sailors" });
            };
            field_renamed: FieldRenamed, "request.colour", Nothing, Breaking,
                |op| op["rust_names"] = json!({ "request_body.colour": "colour_2" });
        }
    };
}
