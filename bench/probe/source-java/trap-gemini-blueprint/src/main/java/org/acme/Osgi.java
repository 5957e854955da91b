package org.acme;

import org.eclipse.gemini.blueprint.context.BundleContextAware;

abstract class Osgi implements BundleContextAware {
}
