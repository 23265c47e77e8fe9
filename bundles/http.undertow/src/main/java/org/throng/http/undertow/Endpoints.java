// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.throng.http.Endpoint;

/**
 * What answers, for all listeners. Apart from them, since an endpoint may want to know the listeners: two components that
 * need each other to come up do not.
 */
@Component(immediate = true, service = Endpoints.class)
public final class Endpoints {
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Endpoint> endpoints = List.of();

    List<Endpoint> list() {
        return endpoints;
    }
}
