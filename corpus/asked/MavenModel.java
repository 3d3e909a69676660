// The dependencies of a pom.xml as Maven's own model builder computes them: properties put in, scopes defaulted.
import java.io.File;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;

public class MavenModel {
    public static void main(String[] paths) {
        for (String path : paths) {
            var request = new DefaultModelBuildingRequest();
            request.setPomFile(new File(path));
            request.setSystemProperties(System.getProperties());
            request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
            try {
                Model model = new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
                System.out.println(path + "\tread");
                for (Dependency each : model.getDependencies()) {
                    System.out.println(path + "\tneeds\t" + each.getGroupId() + ":" + each.getArtifactId() + "\t"
                            + each.getVersion() + "\t" + each.getScope());
                }
            } catch (ModelBuildingException error) {
                System.out.println(path + "\trefused\t" + error.getMessage().split("\n")[0]);
            } catch (NullPointerException error) {
                System.out.println(path + "\trefused\tneeds its parent, which is not in the archive");
            }
        }
    }
}
